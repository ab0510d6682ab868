/**
 * One page of groups by keyset, newest member first. Where every filter is about a part of the group's key, the hourly
 * roll-up is walked (`hour-groups.ts`): a page costs a page, however many sign-ins a group holds. Any other filter, and
 * one that leaves few sign-ins, groups the matching sign-ins themselves (`matching-groups.ts`).
 */
import type { TenantTransaction } from "@/db/client";
import type { ActiveFilter } from "@/lib/model/filters";
import type { GroupWindow } from "@/lib/model/grouping";
import type { Interval } from "@/lib/model/intervals";
import type { GroupCursor } from "./group-pieces";
import { chooseGroupSource } from "./group-source";
import { readHourGroups } from "./hour-groups";
import { readMatchingGroups } from "./matching-groups";

/** Where a group stands in the list: the time of its newest member inside the range, then its key. */
export interface GroupPosition {
  lastAt: Date;
  groupKey: string;
}

export interface GroupRow extends GroupPosition {
  /** First instant of its window, whatever the range cuts off. */
  windowFrom: Date;
  /** Members inside the range that match the filters. */
  n: number;
  firstAt: Date;
}

export interface GroupsQuery {
  category: number;
  range: Interval;
  window: GroupWindow;
  filters: readonly ActiveFilter[];
  from?: GroupCursor;
  limit: number;
  /** Wall-clock time after which no further window is begun. */
  budgetMs: number;
}

export interface GroupRows {
  /** Newest first, at most `limit` + 1: one more tells that there is more. */
  groups: GroupRow[];
  /** Set when time ran out: everything from here (towards the page's start) was searched. */
  searchedTo: Date | null;
}

/** Reads one page of groups. Rows of the tenant only, whatever the filters hold. */
export async function readGroups(tenant: TenantTransaction, query: GroupsQuery): Promise<GroupRows> {
  const source = await chooseGroupSource(tenant, query);
  return source === "hours" ? readHourGroups(tenant, query) : readMatchingGroups(tenant, query);
}
