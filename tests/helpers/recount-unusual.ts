/** Judges all users' sign-ins anew from the events themselves, as the owner, and compares that with the stored marks. */
import type { Sql } from "postgres";
import { expect } from "vitest";
import { coordinatesOf } from "@/lib/model/coordinates";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { statusByCode } from "@/lib/model/status";
import { impossibleTravel } from "@/lib/model/travel";
import { compareTraces, findUnusual, type Trace, traceKey, type Unusual } from "@/lib/model/unusual";

type Reasons = Record<string, readonly Unusual[]>;

/** Fails when the marks of the tenant are not those of its events; the kinds of all reasons. */
export async function expectMarksEqualRecount(owner: Sql, tenantId: string): Promise<string[]> {
  const stored = await owner`select category, created_at, id, kinds, reasons from sign_in_findings
    where tenant_id = ${tenantId} order by created_at, category, id`;
  const keyOf = (row: { category: number; created_at: Date; id: string }) =>
    `${row.category} ${row.created_at.getTime()} ${row.id}`;
  const marks = Object.fromEntries(stored.map((row) => [keyOf(row as never), row.reasons as readonly Unusual[]]));
  expect(marks).toEqual(await recount(owner, tenantId));
  const bits = { country: 1, device: 2, travel: 4, burst: 8 };
  for (const { kinds, reasons } of stored) {
    expect(kinds).toBe((reasons as Unusual[]).reduce((sum, { kind }) => sum + bits[kind], 0));
  }
  return Object.values(marks).flatMap((reasons) => reasons.map(({ kind }) => kind));
}

async function recount(owner: Sql, tenantId: string): Promise<Reasons> {
  const rows = await owner`
    select s.*, d.rest, m.answer from sign_ins s
    join sign_in_details d using (tenant_id, category, created_at, id)
    left join sign_in_marks m using (tenant_id, category, created_at, id)
    where s.tenant_id = ${tenantId} and s.category <= 2 and s.principal_key <> ''`;
  const people = new Map<string, Trace[]>();
  const places = new Map<string, ReturnType<typeof coordinatesOf>>();
  for (const row of rows) {
    const trace: Trace = {
      ...{ category: row.category, atMs: row.created_at.getTime() + row.created_ms, id: row.id },
      ...{ status: statusByCode(row.status), country: row.country, city: row.city, deviceId: row.device_id },
      ...{ os: row.os, browser: row.browser, address: row.ip_text, denied: row.answer === "notMe" },
    };
    people.set(row.principal_key, [...(people.get(row.principal_key) ?? []), trace]);
    places.set(traceKey(trace), coordinatesOf(JSON.parse(row.rest) as JsonObject));
  }
  const all: Reasons = {};
  for (const traces of people.values()) {
    const { reasons, journeys } = findUnusual(traces.sort(compareTraces));
    for (const [key, found] of reasons) all[key] = found;
    for (const [key, journey] of journeys) {
      const [there, here] = [places.get(traceKey(journey.from)), places.get(key)];
      const travel = there && here && impossibleTravel(journey, there, here);
      if (travel) all[key] = [...(all[key] ?? []), travel];
    }
  }
  return all;
}
