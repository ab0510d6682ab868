/** A log of random sign-ins, and what filters mean for them, said again in plain words. */
import fc from "fast-check";
import { expect } from "vitest";
import type { CategorySlug } from "@/lib/model/categories";
import { type LogQuery, parseLogQuery } from "@/lib/model/log-query";
import { HOUR_MS } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import type { TestTenant } from "@/tests/helpers/tenant";

export const MINUTE = 60_000;
/** Twenty past the hour: rolling ranges cut an hour, and a day. */
export const NOW = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS + 20 * MINUTE);
export const DAYS = 4;

export interface Event {
  minutesAgo: number;
  category: "interactive" | "non-interactive";
  user: string;
  application: string;
  resource: string;
  ip: string;
  country: string | null;
  clientApp: string;
  errorCode: number;
  requirement: "single" | "multi";
  /** By name, with the result. */
  policies: Readonly<Record<string, string>>;
}

export const anyEvent: fc.Arbitrary<Event> = fc.record({
  minutesAgo: fc.integer({ min: -120, max: DAYS * 24 * 60 }),
  category: fc.constantFrom("interactive", "non-interactive"),
  user: fc.constantFrom("ada", "ada-b", "bo", "cy"),
  application: fc.constantFrom("office", "office-2", "portal"),
  resource: fc.constantFrom("mail", "graph"),
  ip: fc.constantFrom("10.0.0.1", "10.0.0.10", "2001:db8::1"),
  country: fc.constantFrom("NO", "SE", "S", null),
  clientApp: fc.constantFrom("Browser", "IMAP4"),
  errorCode: fc.constantFrom(0, 0, 50126, 50140),
  requirement: fc.constantFrom("single", "multi"),
  policies: fc.dictionary(fc.constantFrom("Block", "Block old"), fc.constantFrom("success", "failure", "notApplied"), {
    noNullPrototype: true,
  }),
});

export function recordOf(event: Event, index: number): JsonObject {
  return graphSignIn({
    id: `event-${index}`,
    createdDateTime: timeOf(event).toISOString(),
    isInteractive: event.category === "interactive",
    signInEventTypes: [event.category === "interactive" ? "interactiveUser" : "nonInteractiveUser"],
    ...{ userId: event.user, userPrincipalName: `${event.user}@acorn.example`, userDisplayName: `Name ${event.user}` },
    ...{ appId: event.application, appDisplayName: event.application },
    ...{ resourceId: event.resource, resourceDisplayName: event.resource },
    ...{ ipAddress: event.ip, clientAppUsed: event.clientApp, status: { errorCode: event.errorCode } },
    location: { countryOrRegion: event.country },
    authenticationRequirement: `${event.requirement}FactorAuthentication`,
    appliedConditionalAccessPolicies: Object.entries(event.policies).map(([name, result]) => ({
      ...{ id: `id-of-${name}`, displayName: name, result },
    })),
  });
}

export const timeOf = ({ minutesAgo }: Pick<Event, "minutesAgo">) => new Date(NOW.getTime() - minutesAgo * MINUTE);
export const statusOf = ({ errorCode }: Event) =>
  errorCode === 0 ? "success" : errorCode === 50140 ? "interrupted" : "failure";

/** A filter as it stands in the address, and which sign-ins it keeps. */
export type Filter = readonly [text: string, holds: (event: Event) => boolean];

/** A filter as it stands in the address, and what it means, said again in plain words. */
export const FILTERS: readonly Filter[] = [
  ["user=ada", ({ user }) => user.startsWith("ada")],
  ["user=!%3Dbo", ({ user }) => user !== "bo"],
  ["application=*ice", ({ application }) => application.includes("ice")],
  ["resourceId=mail", ({ resource }) => resource === "mail"],
  ["ip=!10.0.0.1", ({ ip }) => !ip.startsWith("10.0.0.1")],
  ["status=success&status=interrupted", (event) => statusOf(event) !== "failure"],
  ["status=!success", (event) => statusOf(event) !== "success"],
  ["country=!NO&country=!SE", ({ country }) => country !== "NO" && country !== "SE"],
  ["country=none", ({ country }) => country === null],
  ["clientApp=legacy", ({ clientApp }) => clientApp === "IMAP4"],
  ["errorCode=50126", ({ errorCode }) => errorCode === 50126],
  ["authenticationRequirement=multi", ({ requirement }) => requirement === "multi"],
];

export const nameIn = (text: string) => text.split("=")[0];

/** Filters of a log; one of a field at most, as the address allows. */
export const anyFilters = fc
  .oneof(fc.constant([]), fc.subarray([...FILTERS], { maxLength: 1 }), fc.subarray([...FILTERS], { maxLength: 3 }))
  .map((all) => all.filter(([text], index) => all.findIndex(([each]) => nameIn(each) === nameIn(text)) === index));

/** A range by the minutes before now at which it ends, and its length. */
export const anyRange = fc.tuple(fc.integer({ min: -150, max: DAYS * 1440 }), fc.integer({ min: 1, max: DAYS * 1440 }));

export async function storeEvents(tenant: TestTenant, records: readonly JsonObject[]): Promise<void> {
  const { errors } = await ingestRecords(tenant.scope, asRecords(records), { source: "test", now: NOW });
  expect(errors).toEqual([]);
}

/** Fills a log, changes a part of what it holds, and says what is in it in the end. */
export async function fillLog(tenant: TestTenant): Promise<Event[]> {
  const before = fc.sample(anyEvent, 220);
  await storeEvents(tenant, before.map(recordOf));
  // A third of them come again, another country and other results in them; some come just as they were.
  const changes = fc.sample(anyEvent, 220);
  const events = before.map((event, index) => {
    const { country, policies } = changes[index] as Event;
    const isChanged = index % 3 === 0 && country !== null && Object.keys(policies).length > 0;
    return isChanged ? { ...event, country, policies: { ...event.policies, ...policies } } : event;
  });
  await storeEvents(
    tenant,
    events.map(recordOf).filter((_, index) => index % 2 === 0 || index % 3 === 0),
  );
  return events;
}

export function queryOf(category: CategorySlug, address: string): LogQuery {
  const parsed = parseLogQuery(category, new URLSearchParams(address), { now: NOW, zone: "UTC" });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.query;
}

export function rangeText([end, length]: readonly [number, number]): string {
  const [from, to] = [timeOf({ minutesAgo: end + length }), timeOf({ minutesAgo: end })];
  return new URLSearchParams({ range: "custom", from: from.toISOString(), to: to.toISOString() }).toString();
}

/** The events that a query of these filters leaves. */
export function matching(
  events: readonly Event[],
  { category, from, to }: Pick<LogQuery, "category" | "from" | "to">,
  filters: readonly Filter[],
): Event[] {
  return events.filter(
    (event) =>
      event.category === category &&
      timeOf(event) >= from &&
      timeOf(event) < to &&
      filters.every(([, holds]) => holds(event)),
  );
}
