import { describe, expect, it } from "vitest";
import type { Ending } from "@/lib/model/attempt";
import { endingSentence } from "@/lib/model/sentences-ending";
import { ticketText } from "@/lib/model/sentences-ticket";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { detailOf } from "@/tests/helpers/details";
import { graphSignIn } from "@/tests/helpers/events";

const AT = "2026-11-23T13:05:12.345Z";
const LINK = "https://signbook.example/acorn/sign-ins/interactive?open=r-1";

const blocked = (fields: JsonObject = {}) =>
  graphSignIn({
    ...{ id: "r-1", createdDateTime: AT, correlationId: "c-1", status: { errorCode: 53000 } },
    appliedConditionalAccessPolicies: [
      { displayName: "Managed devices", result: "failure", enforcedGrantControls: ["RequireCompliantDevice"] },
      { displayName: "Elsewhere", result: "notApplied" },
    ],
    conditionalAccessStatus: "failure",
    ...fields,
  });

const later = (at: string, fields: JsonObject = {}): Ending => ({
  kind: "success",
  signIn: detailOf(graphSignIn({ id: "r-2", createdDateTime: at, ...fields })),
  secondFactor: false,
});

describe("how it ended", () => {
  it.each<[string, Ending]>([
    ["No success within an hour.", { kind: "none", over: true }],
    ["No success since then.", { kind: "none", over: false }],
    ["Then signed in at 14:07:12, 2 minutes later.", later("2026-11-23T13:07:12Z")],
    [
      "Then signed in at 14:05:13, 1 second later, with a second factor.",
      { ...later("2026-11-23T13:05:13Z"), secondFactor: true } as Ending,
    ],
    [
      "Then signed in silently at 14:06:12, 1 minute later, to Mail, from another address (192.0.2.99).",
      later("2026-11-23T13:06:12Z", {
        ...{ signInEventTypes: ["nonInteractiveUser"], isInteractive: false, ipAddress: "192.0.2.99" },
        ...{ appId: "app-mail", appDisplayName: "Mail" },
      }),
    ],
  ])("%s", (sentence, ending) => {
    expect(endingSentence(detailOf(blocked()), ending, "Europe/Oslo")).toBe(sentence);
  });

  it("names the day when it is another one in the zone shown", () => {
    const late = detailOf(blocked({ createdDateTime: "2026-11-23T22:59:30Z" }));
    const ending = later("2026-11-23T23:01:00Z");
    expect(endingSentence(late, ending, "Europe/Oslo")).toBe(
      "Then signed in at 24 Nov 2026, 00:01:00, 2 minutes later.",
    );
    expect(endingSentence(late, ending, "UTC")).toBe("Then signed in at 23:01:00, 2 minutes later.");
  });
});

describe("the text for a ticket", () => {
  it("holds sentence, end, both times, ids, code, policy and link", () => {
    const text = ticketText(detailOf(blocked()), {
      ...{ ending: { kind: "none", over: true }, zone: "Europe/Oslo", link: LINK },
    });
    expect(text.split("\n")).toEqual([
      "Failed: blocked by policy “Managed devices”: device is not compliant (53000), from Oslo, NO, on Firefox 128 / Windows 10",
      "",
      "How it ended: No success within an hour.",
      "Time (UTC): 2026-11-23T13:05:12.345Z",
      "Local time: 23 Nov 2026, 14:05:12 (Europe/Oslo, UTC+1)",
      "User: Ada Berg <ada@acorn.example>, ID user-ada",
      "Application: Office, ID app-office",
      "Resource: Mail, ID resource-mail",
      "IP address: 192.0.2.10",
      expect.stringMatching(/^Error code: 53000 .*: A policy admits only devices/),
      "Conditional Access: Failure (“Managed devices”: failure)",
      "Log: Interactive sign-ins",
      "Request ID: r-1",
      "Correlation ID: c-1",
      `Link: ${LINK}`,
    ]);
  });

  it("names the zone of the time at which it ended", () => {
    const context = { ending: later("2026-11-23T13:07:12Z"), zone: "Europe/Oslo", link: LINK };
    expect(ticketText(detailOf(blocked()), context)).toContain(
      "How it ended: Then signed in at 14:07:12, 2 minutes later (time in Europe/Oslo, UTC+1).\n",
    );
  });

  it("holds no policy for a reader who may not see policies, and says so", () => {
    const reader = { role: "reports-reader" } as const;
    const text = ticketText(detailOf(blocked(), reader), { ending: null, zone: "UTC", link: LINK });
    expect(text).not.toContain("Managed devices");
    expect(text).toContain("Conditional Access: Failure (policies hidden");
    expect(text).not.toContain("Local time");
  });
});
