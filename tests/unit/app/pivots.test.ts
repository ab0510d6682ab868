import { describe, expect, it } from "vitest";
import type { LogView } from "@/app/[tenant]/sign-ins/[category]/log-view";
import { pivotsOf } from "@/app/[tenant]/sign-ins/[category]/pane/pivots";
import { recordHref } from "@/app/[tenant]/sign-ins/[category]/pane/record-links";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import { type LogQuery, parseLogQuery } from "@/lib/model/log-query";
import { HOUR_MS } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { detailOf } from "@/tests/helpers/details";
import { graphSignIn } from "@/tests/helpers/events";

const AT = new Date("2026-11-23T13:05:12.345Z");
const KEPT_FROM = new Date("2026-10-24T00:00:00Z");
const NOW = new Date("2026-11-23T20:00:00Z");

const record = (fields: JsonObject = {}) =>
  detailOf(graphSignIn({ id: "r-1", createdDateTime: AT.toISOString(), correlationId: "c-1", ...fields }));

function viewOf(category: CategorySlug, query = "range=7d&status=failure&open=r-1&pane=location"): LogView {
  return {
    ...{ category: CATEGORIES[category], path: `/acorn/sign-ins/${category}`, params: new URLSearchParams(query) },
    ...{ zone: { choice: "utc", name: "UTC" }, problems: {}, license: "premium_p2", now: NOW },
  } as unknown as LogView;
}

interface Followed {
  label: string;
  category: CategorySlug;
  query: LogQuery;
  params: URLSearchParams;
}

/** What the links lead to, as the log pages read it. */
function follow(detail: SignInDetail, query?: string): Followed[] {
  return pivotsOf(viewOf(detail.category, query), detail).flatMap(({ label, links }) =>
    links.map(({ category, href }) => {
      const url = new URL(href, "http://site.example");
      expect(url.pathname).toBe(`/acorn/sign-ins/${category}`);
      const parsed = parseLogQuery(category, url.searchParams, { now: NOW, zone: "UTC" });
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
      return { label, category, query: parsed.query, params: url.searchParams };
    }),
  );
}

const filterOf = ({ query }: Followed) => query.filters.map(({ key, values }) => [key, ...values]);

describe("the pivots of a user’s sign-in", () => {
  const followed = follow(record());

  it("lead to each log in which they make sense, and carry no filter of the present view", () => {
    const logs = (label: string) => followed.filter((each) => each.label === label).map(({ category }) => category);
    expect(logs("Same user")).toEqual(["interactive", "non-interactive"]);
    for (const label of ["Same IP address", "Same application", "Same resource", "Same correlation ID"]) {
      expect(logs(label)).toEqual(["interactive", "non-interactive", "service-principal", "managed-identity"]);
    }
    expect(followed.every(({ query }) => query.filters.length === 1)).toBe(true);
  });

  it("filter by id, and by the whole address", () => {
    const filters = new Map(followed.map((each) => [each.label, filterOf(each)[0]]));
    expect(filters.get("Same user")).toEqual(["user", { type: "exactly", text: "user-ada" }]);
    expect(filters.get("Same application")).toEqual(["application", { type: "exactly", text: "app-office" }]);
    expect(filters.get("Same IP address")).toEqual(["ip", { type: "block", cidr: "192.0.2.10/32" }]);
    expect(filters.get("Same correlation ID")).toEqual(["correlationId", { type: "equals", text: "c-1" }]);
  });

  it("span the hours around the record, and for the correlation ID all that is kept", () => {
    for (const { label, query } of followed) {
      expect(query.from.getTime() <= AT.getTime() && query.to > AT).toBe(true);
      if (label === "Same user") expect(query.to.getTime() - query.from.getTime()).toBe(24 * HOUR_MS);
      if (label === "Same IP address") expect(query.to.getTime() - query.from.getTime()).toBe(2 * HOUR_MS);
      if (label === "Same correlation ID") expect([query.from, query.to > NOW]).toEqual([KEPT_FROM, true]);
    }
  });

  it("keep the record open in its own log, and the zone that was chosen", () => {
    for (const { category, params } of follow(record(), "tz=utc")) {
      expect(params.get("open")).toBe(category === "interactive" ? "r-1" : null);
      expect(params.get("tz")).toBe("utc");
    }
  });
});

describe("the pivots of other sign-ins", () => {
  it("name a service principal and a managed identity by the filter of their log", () => {
    const program = { userId: null, userPrincipalName: null, userDisplayName: null, servicePrincipalId: "sp-1" };
    for (const [eventType, category, filter] of [
      ["servicePrincipal", "service-principal", "servicePrincipal"],
      ["managedIdentity", "managed-identity", "identity"],
    ] as const) {
      const [first, second] = follow(record({ ...program, signInEventTypes: [eventType] }));
      expect([first?.category, first && filterOf(first)[0]]).toEqual([
        category,
        [filter, { type: "exactly", text: "sp-1" }],
      ]);
      expect(second?.label).toBe("Same IP address");
    }
  });

  it("use the name where there is no id, and leave out what cannot be looked for", () => {
    const odd = { userId: null, userDisplayName: "*", userPrincipalName: null, appId: null, ipAddress: "unknown" };
    const labels = new Map(
      follow(record({ ...odd, correlationId: null })).map((each) => [each.label, filterOf(each)[0]]),
    );
    expect([...labels.keys()]).toEqual(["Same application", "Same resource"]);
    expect(labels.get("Same application")).toEqual(["application", { type: "startsWith", text: "Office" }]);
  });
});

describe("the link to a record", () => {
  it("opens it over the table as it is, or over its own log at its own time", () => {
    const view = viewOf("interactive");
    expect(recordHref(view, record())).toContain("range=7d&status=failure");
    const silent = record({ signInEventTypes: ["nonInteractiveUser"], isInteractive: false });
    const url = new URL(recordHref(view, silent), "http://site.example");
    expect(url.pathname).toBe("/acorn/sign-ins/non-interactive");
    const parsed = parseLogQuery("non-interactive", url.searchParams, { now: NOW, zone: "UTC" });
    expect(parsed.ok && parsed.query.from < AT && parsed.query.to > AT).toBe(true);
    expect(url.searchParams.get("at")).toBe(AT.toISOString());
  });
});
