import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type DatabaseHandle, openDatabase } from "@/db/client";
import { readInArrivalOrder } from "@/db/queries/reports/read-in-arrival-order";
import { countReport, type ReportPosition, readInTimeOrder } from "@/db/queries/reports/read-in-time-order";
import { readSummaries } from "@/db/queries/reports/read-summaries";
import type { GroupPosition } from "@/db/queries/sign-ins/groups";
import { type GroupWindow, windowOf } from "@/lib/model/grouping";
import type { ReportCondition } from "@/lib/model/reports/conditions";
import type { SignInField } from "@/lib/model/reports/sign-in-fields";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import { graphSignIn } from "@/tests/helpers/events";
import type { TestTenant } from "@/tests/helpers/tenant";
import { openTestSite, type TestSite } from "../auth/site";
import { storeKnown } from "./known-sign-ins";

/** Midnight of three weeks ago. */
const START = Math.floor(Date.now() / DAY_MS) * DAY_MS - 21 * DAY_MS;
const RANGE = { from: new Date(START - 7 * DAY_MS), to: new Date(START + 22 * DAY_MS) };
const SILENT = 2;
const AGENTIC: ReportCondition<SignInField> = {
  ...{ kind: "is", operator: "eq", field: "agent/agentType", value: "agentic" },
};

interface Event {
  id: string;
  at: number;
  user: string;
  app: string;
  agentic: boolean;
}

/** A busy day, a busy second at its end, a busy hour, and single sign-ins far from each other. */
const EVENTS: readonly Event[] = [
  ...Array.from({ length: 120 }, (_, n) => START + n * 719_000),
  ...Array.from({ length: 20 }, () => START + 24 * HOUR_MS - 1000),
  ...Array.from({ length: 60 }, (_, n) => START + 3 * DAY_MS + 5 * HOUR_MS + n * 53_000),
  ...Array.from({ length: 40 }, (_, n) => START + 5 * DAY_MS + n * 9 * HOUR_MS + 1_800_000),
].map((at, n) => ({
  ...{ id: `event-${n}`, at, user: `u${(n * 7) % 11}`, app: `a${n % 3}`, agentic: (n * 5) % 3 !== 0 },
}));

let site: TestSite;
let tenant: TestTenant;
let handle: DatabaseHandle;
/** What the searches asked of sign-ins. */
let statements: string[] = [];

beforeAll(async () => {
  site = await openTestSite();
  tenant = await site.createTenant();
  const onStatement = (statement: string) => {
    if (/sign_ins"?\b/.test(statement)) statements.push(statement);
  };
  handle = openDatabase(site.appUrl, { max: 1, onStatement });
  const records = EVENTS.map(({ id, at, user, app, agentic }) =>
    graphSignIn({
      ...{ id, createdDateTime: new Date(at).toISOString(), isInteractive: false },
      ...{ signInEventTypes: ["nonInteractiveUser"], userId: user, userPrincipalName: `${user}@acorn.example` },
      ...{ appId: app, appDisplayName: app, ...(agentic && { agent: { agentType: "agentic" } }) },
    }),
  );
  // In several batches, for the order of arrival.
  for (let n = 0; n < records.length; n += 6) await storeKnown(tenant.scope, records.slice(n, n + 6));
});
afterAll(async () => {
  await handle.close();
  await site.close();
});
beforeEach(() => {
  statements = [];
});

const soon = () => performance.now() + 8_000;
const LOGS = [{ category: SILENT, condition: AGENTIC }];

async function walkTime(direction: "asc" | "desc", perStep?: number): Promise<string[]> {
  const ids: string[] = [];
  let after: ReportPosition | undefined;
  for (;;) {
    const { rows } = await readInTimeOrder(handle.db, tenant.scope, {
      ...{ logs: LOGS, range: RANGE, direction, limit: 37, deadline: soon() },
      ...(after && { after }),
      ...(perStep !== undefined && { perStep }),
    });
    const shown = rows.slice(0, 37);
    ids.push(...shown.map(({ id }) => id));
    const last = shown.at(-1);
    if (rows.length <= 37 || !last) return ids;
    after = { ...last, createdAt: new Date(last.epoch * 1000) };
  }
}

interface Walk {
  window: GroupWindow;
  limit: number;
  perStep?: number;
  budgetMs?: number;
}

async function walkSummaries({ window, limit, perStep, budgetMs = 8_000 }: Walk): Promise<unknown[]> {
  const summaries: unknown[] = [];
  let after: GroupPosition | undefined;
  let patience = budgetMs;
  for (;;) {
    const page = await readSummaries(handle.db, tenant.scope, {
      ...{ category: SILENT, window, range: RANGE, condition: AGENTIC, after, limit, budgetMs: patience },
      ...(perStep !== undefined && { perStep }),
    });
    if (!page) {
      // Nothing was learnt in so short a time.
      patience *= 2;
      continue;
    }
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    for (const { group, newest, rest } of page.rows) {
      expect(JSON.parse(rest)).toMatchObject({ agent: { agentType: "agentic" } });
      const times = [group.windowFrom, group.firstAt, group.lastAt].map((at) => at.getTime());
      expect(newest.createdAt).toEqual(group.lastAt);
      summaries.push([newest.principalKey, newest.applicationKey, group.n, ...times]);
    }
    if (!page.next) return summaries;
    after = page.next;
  }
}

/** As they should be, newest member first; those of one second in any order. */
function summariesOf(window: GroupWindow): unknown[][] {
  const groups = new Map<string, Event[]>();
  for (const event of EVENTS.filter(({ agentic }) => agentic)) {
    const name = [event.user, event.app, windowOf(new Date(event.at), window).from.getTime()].join(" ");
    groups.set(name, [...(groups.get(name) ?? []), event]);
  }
  return [...groups.values()].map((members) => {
    const times = members.map(({ at }) => Math.floor(at / 1000) * 1000);
    const [{ user, app }] = members as [Event];
    const windowFrom = windowOf(new Date(times[0] as number), window).from.getTime();
    return [user, app, members.length, windowFrom, Math.min(...times), Math.max(...times)];
  });
}

const inAnyOrder = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();

describe("a search for what only whole records hold", () => {
  it("asks little of a tenant with few sign-ins, however long the range", async () => {
    expect(await readInTimeOrder(handle.db, tenant.scope, { ...timeQuery(), limit: 1_000 })).toMatchObject({
      searchedTo: null,
    });
    expect(statements).toHaveLength(1);
    await countReport(handle.db, tenant.scope, timeQuery());
    expect(statements).toHaveLength(2);
    await walkSummaries({ window: "24h", limit: 1_000 });
    // The groups, and their newest members.
    expect(statements).toHaveLength(4);
  });

  it("looks at fewer records at a time where each has to be read several times", async () => {
    const query = { ...timeQuery(), perStep: EVENTS.length };
    const once = await countReport(handle.db, tenant.scope, query);
    expect(statements).toHaveLength(1);
    const condition: ReportCondition<SignInField> = { kind: "any", of: [AGENTIC, AGENTIC, AGENTIC, AGENTIC] };
    const logs = [{ category: SILENT, condition }];
    expect(await countReport(handle.db, tenant.scope, { ...query, logs })).toBe(once);
    expect(statements.length).toBeGreaterThan(2);
  });

  it.each(["asc", "desc"] as const)("gives the same in steps of any size, %s", async (direction) => {
    const expected = EVENTS.filter(({ agentic }) => agentic).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const ids = expected.map(({ id }) => id);
    if (direction === "desc") ids.reverse();
    for (const perStep of [1, 9, undefined]) expect(await walkTime(direction, perStep)).toEqual(ids);
    const counts = [1, 9, undefined].map((perStep) =>
      countReport(handle.db, tenant.scope, { ...timeQuery(), ...(perStep !== undefined && { perStep }) }),
    );
    expect(await Promise.all(counts)).toEqual(counts.map(() => ids.length));
  });

  it.each(["1h", "6h", "24h"] as const)("groups by windows of %s alike in steps of any size", async (window) => {
    const expected = summariesOf(window);
    for (const [perStep, limit] of [
      [1, 1_000],
      [4, 11],
      [undefined, 30],
    ] as const) {
      const found = await walkSummaries({ window, limit, ...(perStep !== undefined && { perStep }) });
      expect(inAnyOrder(found)).toEqual(inAnyOrder(expected));
      const newest = found.map((row) => Number((row as unknown[])[5]));
      expect(newest).toEqual([...newest].sort((a, b) => b - a));
    }
  });

  it("leads on inside a window that takes longer than an answer may", async () => {
    const found = await walkSummaries({ window: "24h", limit: 6, perStep: 3, budgetMs: 10 });
    expect(inAnyOrder(found)).toEqual(inAnyOrder(summariesOf("24h")));
  });

  it("reads more at a time in the order of arrival where little of it matches", async () => {
    const { id } = EVENTS.at(-1) as Event;
    const rare: ReportCondition<SignInField> = {
      ...{ kind: "all", of: [AGENTIC, { kind: "is", operator: "eq", field: "id", value: id }] },
    };
    const query = { logs: [{ category: SILENT, condition: rare }], range: RANGE, limit: 1, deadline: soon() };
    const first = await readInArrivalOrder(handle.db, tenant.scope, { ...query, after: { seq: 0 } });
    expect(first).toMatchObject({ rows: [{ id }], isUpToDate: true });
    // Of 40 batches.
    expect(statements.length).toBeLessThan(8);
    const rest = await readInArrivalOrder(handle.db, tenant.scope, { ...query, after: first.position });
    expect(rest).toMatchObject({ rows: [], isUpToDate: true });
  });
});

function timeQuery() {
  return { logs: LOGS, range: RANGE, direction: "desc" as const, deadline: soon() };
}
