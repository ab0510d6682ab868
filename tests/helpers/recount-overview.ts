/** Counts every figure of the overview anew from the sign-ins themselves, as the owner, in the plainest way. */
import { DateTime } from "luxon";
import type { Sql } from "postgres";
import { categoryByCode } from "@/lib/model/categories";
import { LEGACY_CLIENT_APPS } from "@/lib/model/legacy-clients";
import { statusByCode } from "@/lib/model/status";

interface Row {
  category: number;
  created_at: Date;
  status: number;
  error_code: number;
  principal_key: string;
  application_key: string;
  country: string | null;
  client_app: string | null;
  authentication_requirement: string | null;
}

const HOUR_MS = 3_600_000;
const HOURS = { "24h": 24, "7d": 168, "1m": 720 } as const;

export interface RecountOptions {
  range: keyof typeof HOURS;
  zone: string;
  now: Date;
}

export async function recountOverview(owner: Sql, tenantId: string, { range, zone, now }: RecountOptions) {
  const all = await owner<Row[]>`
    select category, created_at, status, error_code, principal_key, application_key, country, client_app,
      authentication_requirement from sign_ins where tenant_id = ${tenantId}`;
  const hour = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  const since = (hours: number) => hour + HOUR_MS - hours * HOUR_MS;
  const inRange = all.filter((row) => +row.created_at >= since(HOURS[range]));
  const users = inRange.filter(isUsers);
  const interactive = inRange.filter(({ category }) => category === 1);
  const week = all.filter((row) => row.status === 1 && +row.created_at >= since(168));
  const before = all.filter((row) => row.status === 1 && +row.created_at >= since(336) && +row.created_at < since(168));
  const oldest = Math.min(...all.map((row) => +row.created_at));
  const enough = oldest < (Math.floor(since(336) / 86_400_000) + 1) * 86_400_000;
  const distinct = (among: (row: Row) => boolean, of: (row: Row) => string) => ({
    now: new Set(week.filter(among).map(of).filter(Boolean)).size,
    before: enough ? new Set(before.filter(among).map(of).filter(Boolean)).size : null,
  });
  return {
    bars: barsOf(inRange, { size: range === "24h" ? "hour" : "day", zone, now }),
    week: {
      users: distinct(isUsers, (row) => row.principal_key),
      applications: distinct(isUsers, (row) => row.application_key),
      services: distinct(
        (row) => !isUsers(row),
        (row) => row.principal_key,
      ),
    },
    applications: top(users, (row) => row.application_key).filter(({ key }) => key !== ""),
    failingUsers: top(
      users.filter(({ status }) => status === 2),
      (row) => row.principal_key,
    ).filter(({ key }) => key !== ""),
    errors: top(
      inRange.filter(({ status }) => status === 2),
      (row) => String(row.error_code),
    ),
    countries: top(interactive, (row) => row.country ?? "").map((country) => ({
      ...country,
      elsewhere: interactive.filter((row) => row.status === 1 && (row.country ?? "") !== country.key).length,
    })),
    legacyClients: top(
      users.filter(({ client_app }) => LEGACY_CLIENT_APPS.includes(client_app?.toLowerCase() ?? "")),
      (row) => row.client_app ?? "",
    ),
    secondFactor: {
      multi: interactive.filter((row) => row.status === 1 && row.authentication_requirement === "multi").length,
      single: interactive.filter((row) => row.status === 1 && row.authentication_requirement === "single").length,
      all: interactive.filter((row) => row.status === 1).length,
    },
  };
}

function isUsers({ category }: Row): boolean {
  return category <= 2;
}

/** By the local day or the hour that each sign-in lies in, as a reader of the zone would name it; later ones count now. */
function barsOf(
  rows: readonly Row[],
  { size, zone, now }: { size: "hour" | "day"; zone: string; now: Date },
): Record<string, number> {
  const bars: Record<string, number> = {};
  for (const { created_at, category, status } of rows) {
    const at = new Date(Math.min(+created_at, +now));
    const start =
      size === "hour"
        ? new Date(Math.floor(+at / HOUR_MS) * HOUR_MS).toISOString()
        : DateTime.fromJSDate(at, { zone }).toISODate();
    const name = `${start} ${categoryByCode(category).slug} ${statusByCode(status)}`;
    bars[name] = (bars[name] ?? 0) + 1;
  }
  return bars;
}

function top(rows: readonly Row[], keyOf: (row: Row) => string) {
  const counts = new Map<string, number>();
  const logs = new Map<string, Record<string, number>>();
  for (const row of rows) {
    const [key, { slug }] = [keyOf(row), categoryByCode(row.category)];
    counts.set(key, (counts.get(key) ?? 0) + 1);
    const byLog = logs.get(key) ?? {};
    byLog[slug] = (byLog[slug] ?? 0) + 1;
    logs.set(key, byLog);
  }
  return [...counts]
    .map(([key, total]) => ({ key, total, byLog: logs.get(key) ?? {} }))
    .sort((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1));
}
