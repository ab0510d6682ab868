import { answerPage } from "@/app/_components/answer-page";
import { env } from "@/lib/env";
import { type ActivityLogQuery, parseActivityLogQuery } from "@/lib/model/activity-log-query";
import type { ActivityPage } from "@/lib/model/activity-query";
import { InvalidInputError, NotFoundError } from "@/lib/model/errors";
import { logQueryHref } from "@/lib/model/log-query-href";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "@/lib/services/authorize";
import { currentPreferences, requireTenantScope } from "@/lib/web/current-session";
import { statePageStatus } from "@/lib/web/page-status";
import { refuse } from "@/lib/web/refusals";
import { type PageSearch, toSearchParams } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import { ActivityHead } from "./activity-head";
import type { ActivityItem, ActivityLog, ActivityView, OpenedActivity } from "./activity-log";
import { ClampedNotice, RejectedAddress } from "./activity-notices";
import { ActivityPager } from "./activity-pager";
import { ActivityPane } from "./activity-pane";
import { ActivityTable } from "./activity-table";

export interface ActivityPageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<PageSearch>;
}

/** The page of an activity log. @param slug where it is, below the tenant. */
export function activityLogPage<Item extends ActivityItem>(slug: string, log: ActivityLog<Item>) {
  return (props: ActivityPageProps) => answerPage(`The ${slug} log could not be read`, () => drawLog(slug, log, props));
}

/** All gates stand before the first byte, so that refusals keep their status codes. */
async function drawLog<Item extends ActivityItem>(
  slug: string,
  log: ActivityLog<Item>,
  { params, searchParams }: ActivityPageProps,
) {
  const path = `/${(await params).tenant}/${slug}`;
  const search = toSearchParams(await searchParams);
  const here = logQueryHref(path, search);
  const scope = await requireTenantScope((await params).tenant).catch((error) => refuse(error, here));
  authorize(scope, "logs:read", log.feature);
  const zone = await currentZone(search.get("tz"));
  const parsed = parseActivityLogQuery(log.filters, search, { now: new Date(), zone: zone.name });
  const view: ActivityView = {
    ...{ words: log, filters: log.filters, path, params: search, zone },
    problems: parsed.ok ? {} : parsed.problems,
    preferences: await currentPreferences(),
    sharedHref: new URL(here, env().APP_URL).href,
  };
  const keptDays = log.keptDays(scope.license);
  if (!parsed.ok) return rejected(view, keptDays);
  const { query } = parsed;
  const [content, { count, choices }, opened] = await Promise.all([
    readPage(log, scope, query),
    log.survey(scope, query),
    openRecord(log, scope, search.get("open")?.trim()),
  ]);
  if ("problems" in content) return rejected({ ...view, problems: content.problems }, keptDays);
  return (
    <div className="log" data-density={view.preferences.density} data-pane={opened ? "" : undefined}>
      <ActivityHead choices={choices} count={count} keptDays={keptDays} view={view} />
      {content.clamped && <ClampedNotice keptDays={keptDays} range={content.range} view={view} />}
      <ActivityTable log={log} page={content} query={query} view={view} />
      <ActivityPager page={content} query={query} view={view} />
      {opened && <ActivityPane items={content.items} log={log} opened={opened} view={view} />}
    </div>
  );
}

/** Nothing was searched: says which parts of the address cannot be used, and why. */
async function rejected(view: ActivityView, keptDays: number) {
  await statePageStatus(400);
  return (
    <div className="log">
      <ActivityHead choices={{}} count={null} keptDays={keptDays} view={view} />
      <RejectedAddress view={view} />
    </div>
  );
}

/** A link to a page can be of other filters: that is the reader's to repair. */
async function readPage<Item extends ActivityItem>(
  log: ActivityLog<Item>,
  scope: TenantScope,
  query: ActivityLogQuery,
): Promise<ActivityPage<Item> | { problems: Readonly<Record<string, string>> }> {
  try {
    return await log.list(scope, query);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const { cursor, ...others } = error.problems;
    const direction = query.cursor?.direction === "previous" ? "before" : "after";
    return { problems: { ...others, ...(cursor && { [direction]: cursor }) } };
  }
}

async function openRecord<Item extends ActivityItem>(
  log: ActivityLog<Item>,
  scope: TenantScope,
  id: string | undefined,
): Promise<OpenedActivity<Item> | null> {
  if (!id) return null;
  // No sender's id holds one, and the database takes none.
  if (/[\u0000-\u001f]/.test(id)) return { id, item: null };
  try {
    return { id, item: await log.get(scope, id) };
  } catch (error) {
    if (error instanceof NotFoundError) return { id, item: null };
    throw error;
  }
}
