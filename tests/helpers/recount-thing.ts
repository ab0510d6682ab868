/** Recounts what the page of a thing says from the events themselves, one by one. */
import type { Sql } from "postgres";
import { expect } from "vitest";
import { CATEGORIES, CATEGORY_SLUGS, categoryByCode } from "@/lib/model/categories";
import { RELATIONS, type RelatedKind } from "@/lib/model/thing-relations";
import type { ThingView } from "@/lib/model/thing-view";
import type { ThingKind } from "@/lib/model/things";

export interface Event {
  category: 1 | 2 | 3 | 4;
  id: string;
  at: Date;
  day: string;
  status: number;
  principal: string;
  application: string;
  resource: string;
  address: string | null;
  country: string | null;
  device: string | null;
}

export async function readEvents(owner: Sql, tenantId: string): Promise<Event[]> {
  const rows = await owner`
    select category, id, created_at + created_ms * interval '1 millisecond' as at,
      to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as day, status, principal_key as principal,
      application_key as application, resource_key as resource, ip_text as address, country, device_id as device
    from sign_ins where tenant_id = ${tenantId} order by created_at, created_ms, id`;
  return rows as unknown as Event[];
}

const isService = ({ category }: Event) => category > 2;
const OTHERS: Record<RelatedKind, (event: Event) => string | null> = {
  users: (event) => (isService(event) ? null : event.principal),
  services: (event) => (isService(event) ? event.principal : null),
  applications: ({ application }) => application,
  resources: ({ resource }) => resource,
  addresses: ({ address }) => address,
  countries: ({ country }) => country,
  devices: (event) => (isService(event) ? null : event.device),
};

const distinct = (keys: (string | null)[]) => new Set(keys.filter(Boolean)).size;
const dayIn = ({ from, to }: { from: Date; to: Date }) => {
  const [first, end] = [from, to].map((at) => at.toISOString().slice(0, 10)) as [string, string];
  return ({ day }: Event) => day >= first && day < end;
};

/** Fails when any figure of the page differs from a recount. @param lists whether those of related things are looked at. */
export function expectThingEqualsRecount(
  thing: ThingView,
  all: readonly Event[],
  isOfThing: (event: Event) => boolean,
  lists = true,
): void {
  const inKept = dayIn(thing.days.kept);
  const events = all.filter((event) => inKept(event) && isOfThing(event));
  const [first, last] = [events[0], events.at(-1)];
  expect(thing.firstSeenAt).toEqual(first?.at);
  expect(thing.lastSeenAt).toEqual(last?.at);
  expect(thing.lastSuccess?.createdAt).toEqual(events.findLast(({ status }) => status === 1)?.at);
  expect(thing.lastFailure?.createdAt).toEqual(events.findLast(({ status }) => status === 2)?.at);
  expect(thing.latest.map(({ createdAt }) => createdAt)).toEqual(
    events
      .slice(-10)
      .reverse()
      .map(({ at }) => at),
  );
  for (const slug of CATEGORY_SLUGS) {
    const of = (status: number) =>
      events.filter((event) => event.category === CATEGORIES[slug].code && event.status === status).length;
    expect(thing.logs[slug]).toEqual({ success: of(1), failure: of(2), interrupted: of(3) });
  }
  for (const bar of thing.bars) {
    const ofDay = events.filter(dayIn(bar));
    expect(Object.values(bar.counts).reduce((a, b) => a + b, 0)).toBe(ofDay.length);
    for (const [slug, n] of Object.entries(bar.byLog)) {
      expect(n).toBe(ofDay.filter(({ category }) => categoryByCode(category).slug === slug).length);
    }
  }
  if (lists) expectLists(thing, events);
}

function expectLists({ kind, related, days }: ThingView, events: readonly Event[]): void {
  expect(related.map(({ of }) => of)).toEqual(RELATIONS[kind as ThingKind].map(({ of }) => of));
  for (const list of related) {
    const other = OTHERS[list.of];
    const counts = (of: readonly Event[]) => ({
      all: distinct(of.map(other)),
      succeeded: distinct(of.filter(({ status }) => status === 1).map(other)),
    });
    const week = events.filter(dayIn(days.week));
    const older = new Set(events.filter((event) => !dayIn(days.week)(event)).map(other));
    const fresh = new Set(week.map(other).filter((key) => key && !older.has(key)));
    const rows = [...new Set(events.map(other).filter(Boolean))].map((key) => {
      const of = events.filter((event) => other(event) === key);
      return {
        ...{ key, n: of.length, days: new Set(of.map(({ day }) => day)).size },
        successDays: new Set(of.filter(({ status }) => status === 1).map(({ day }) => day)).size,
        ...{ lastDay: of.at(-1)?.day, isNew: days.hasHistory && fresh.has(key) },
      };
    });
    for (const { key, logs } of list.rows) {
      const held = events.filter((event) => other(event) === key).map(({ category }) => categoryByCode(category).slug);
      expect(logs).toEqual(expect.arrayContaining(held));
    }
    const byKey = (a: { key: string | null }, b: { key: string | null }) => ((a.key ?? "") < (b.key ?? "") ? -1 : 1);
    const shown = list.rows.map(({ key, n, days: seen, successDays, lastDay, isNew }) => ({
      ...{ key, n, days: seen, successDays, lastDay: lastDay.toISOString().slice(0, 10), isNew },
    }));
    expect({
      ...{ of: list.of, kept: list.kept, week: list.week, fresh: list.fresh },
      ...{ before: list.before, rows: shown.sort(byKey) },
    }).toEqual({
      ...{ of: list.of, kept: counts(events), week: counts(week), fresh: fresh.size },
      ...{ before: counts(events.filter(dayIn(days.before))), rows: rows.sort(byKey) },
    });
  }
}
