/** Sign-ins of few values, so that they meet in groups, change their groups, and come again. */
import fc from "fast-check";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { graphSignIn } from "./events";

const NOW = new Date();

export const anyRecord: fc.Arbitrary<JsonObject> = fc
  .record({
    number: fc.integer({ min: 1, max: 60 }),
    kind: fc.constantFrom("interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity"),
    user: fc.constantFrom("user-ada", "user-bo", null),
    country: fc.constantFrom("NO", "SE", "", null),
    errorCode: fc.constantFrom(0, 50126, 50140),
    address: fc.constantFrom("192.0.2.10", "192.0.2.11", "2001:db8::1", ""),
    app: fc.constantFrom("app-office", "app-portal", null),
    browser: fc.constantFrom("Firefox 128", "Edge 130", null),
    policies: fc.subarray<JsonObject>([
      { id: "policy-1", displayName: "Second factor", result: "success" },
      { id: "policy-1", displayName: "Second factor", result: "failure" },
      { displayName: "Without an id", result: "something new" },
    ]),
  })
  .map(({ number, kind, user, country, errorCode, address, app, browser, policies }) =>
    graphSignIn({
      id: `event-${number}`,
      // The time is part of an event's identity, so it follows from the number.
      createdDateTime: new Date(NOW.getTime() - number * 11 * 60_000).toISOString(),
      signInEventTypes: [kind],
      isInteractive: kind === "interactiveUser",
      userId: user,
      servicePrincipalId: kind === "servicePrincipal" || kind === "managedIdentity" ? (user ?? "sp-1") : null,
      servicePrincipalName: "Robot",
      appId: app,
      ipAddress: address,
      status: { errorCode },
      location: { city: "", countryOrRegion: country },
      deviceDetail: { browser, deviceId: browser === null ? null : "device-1" },
      userAgent: browser,
      appliedConditionalAccessPolicies: policies,
    }),
  );

export const anyBatch = fc.array(anyRecord, { minLength: 1, maxLength: 30 });
