/** What the page of one thing shows. */

import type { CategorySlug } from "./categories";
import type { Interval } from "./intervals";
import type { LogCounts, StatusCounts } from "./overview";
import type { SignInListItem } from "./sign-in-view";
import type { RelatedKind } from "./thing-relations";
import type { ThingKind } from "./things";

/** The UTC days that a page looks at: those that are kept, this week (today and the six days before) and the one before. */
export interface ThingDays {
  kept: Interval;
  /** How many whole days are kept before today, as licenses count them. */
  keptDays: number;
  week: Interval;
  before: Interval;
  /** Whether sign-ins are known from before this week, so that what is new can be told. */
  hasHistory: boolean;
  /** Whether they are known since the week before began, so that the two weeks can be compared. */
  hasWeekBefore: boolean;
}

export interface DayCounts {
  /** First instant of the UTC day. */
  from: Date;
  to: Date;
  counts: StatusCounts;
  byLog: LogCounts;
}

/** How many different ones were seen, and how many of them successfully. */
export interface DistinctCounts {
  all: number;
  succeeded: number;
}

export interface RelatedThing {
  key: string;
  name: string;
  detail: string | null;
  /** Sign-ins in the days kept. */
  n: number;
  /** Days of these on which it was seen, and on which it succeeded. */
  days: number;
  successDays: number;
  lastDay: Date;
  /** That can hold these sign-ins: none that does is missing. */
  logs: readonly CategorySlug[];
  /** First seen this week, in the days kept. */
  isNew: boolean;
}

export interface RelatedList {
  of: RelatedKind;
  week: DistinctCounts;
  before: DistinctCounts;
  kept: DistinctCounts;
  /** First seen this week. */
  fresh: number;
  rows: readonly RelatedThing[];
}

export interface ThingView {
  kind: ThingKind;
  /** The stored id; the block for a block of addresses. */
  key: string;
  isBlock: boolean;
  name: string;
  /** Other names, and the id. */
  aliases: readonly string[];
  /** What it is called: “User”, “Managed identity”. */
  noun: string;
  days: ThingDays;
  firstSeenAt: Date;
  lastSeenAt: Date;
  lastSuccess: SignInListItem | null;
  lastFailure: SignInListItem | null;
  logs: Readonly<Record<CategorySlug, StatusCounts>>;
  bars: readonly DayCounts[];
  related: readonly RelatedList[];
  /** Newest first. */
  latest: readonly SignInListItem[];
  /** What came since then is not in the lists of related things yet; null when they are complete. */
  countedUntil: Date | null;
  /** UTC days of which some sign-ins changed and are being counted anew. */
  beingRecounted: readonly string[];
}

/** Nothing of that name or address in the days kept; or a block of more addresses than a page can tell of. */
export type ThingAnswer =
  | { found: true; thing: ThingView }
  | { found: false; since: Date }
  | { found: false; since: Date; tooManyAddresses: number };
