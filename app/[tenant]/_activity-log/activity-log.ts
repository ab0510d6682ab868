import type { ReactNode } from "react";
import type { Tone } from "@/app/_components/status-mark";
import type { ActivityFilterSet } from "@/lib/model/activity-filters";
import type { ActivityLogQuery } from "@/lib/model/activity-log-query";
import type { ActivityPage } from "@/lib/model/activity-query";
import type { ActivitySurvey } from "@/lib/model/activity-view";
import type { Feature, License } from "@/lib/model/licenses";
import { logQueryHref, type QueryChanges } from "@/lib/model/log-query-href";
import type { Preferences } from "@/lib/model/preferences";
import type { TenantScope } from "@/lib/model/scope";
import type { ShownZone } from "@/lib/web/zone";

export interface ActivityItem {
  id: string;
  at: Date;
}

/** What the page of one activity log is made of; everything else the logs have in common. */
export interface ActivityLog<Item extends ActivityItem> extends LogWords {
  feature: Feature;
  /** Whole days that its records are kept under a license. */
  keptDays: (license: License) => number;
  filters: ActivityFilterSet;
  columns: readonly ActivityColumn<Item>[];
  statusOf: (item: Item) => { tone: Tone; label: string; reason?: string };
  /** The second line of the card that a row is on a phone. */
  cardLine: (item: Item) => string;
  /** What happened, in one line. */
  sentence: (item: Item) => string;
  /** Who did it. */
  byWhom: (item: Item) => string | undefined;
  /** The tabs of the details pane by their word in the address, the first one for none. */
  tabs: Readonly<Record<string, string>>;
  tab: (tab: string, item: Item, view: ActivityView) => ReactNode;
  list: (scope: TenantScope, query: ActivityLogQuery) => Promise<ActivityPage<Item>>;
  survey: (scope: TenantScope, query: ActivityLogQuery) => Promise<ActivitySurvey>;
  get: (scope: TenantScope, id: string) => Promise<Item>;
}

export interface LogWords {
  title: string;
  /** One record, and several. */
  noun: string;
  nouns: string;
  /** What belongs in this log. */
  explanation: string;
  /** As what files it can be downloaded, how many records one holds at most, and the files by `part` where there are several. */
  files?: { formats: readonly string[]; cap: number; parts?: Readonly<Record<string, string>> };
}

export interface ActivityColumn<Item> {
  key: string;
  label: string;
  /** Pixels; of a column that grows the least. */
  width: number;
  grows?: boolean;
  /** Undefined where nothing was recorded. */
  text: (item: Item) => string | undefined;
  /** The first line of the card that a row is on a phone. */
  heads?: boolean;
}

/** The record whose pane is open; its item is null where there is none, or none any more. */
export interface OpenedActivity<Item> {
  id: string;
  item: Item | null;
}

/** What the parts of the page share: which log, at which address, in which zone, and what in the address is unusable. */
export interface ActivityView {
  words: LogWords;
  filters: ActivityFilterSet;
  /** The address without its query. */
  path: string;
  params: URLSearchParams;
  zone: ShownZone;
  /** A sentence for each unusable parameter. */
  problems: Readonly<Record<string, string>>;
  preferences: Preferences;
  /** The address for another reader, whole. */
  sharedHref: string;
}

/** The address of this log with some parameters changed. */
export function activityHref({ path, params }: ActivityView, changes: QueryChanges): string {
  return logQueryHref(path, params, changes);
}

/** The address of this log without any filter: range, zone and rows per page stay. */
export function withoutActivityFilters(view: ActivityView): string {
  return activityHref(view, Object.fromEntries(Object.keys(view.filters).map((key) => [key, null])));
}

/** The values of a filter as they stand in the address, usable or not. */
export function givenFor({ params }: ActivityView, key: string): string[] {
  return params.getAll(key).flatMap((value) => value.trim() || []);
}
