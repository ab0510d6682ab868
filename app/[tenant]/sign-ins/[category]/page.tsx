import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { answerPage } from "@/app/_components/answer-page";
import { categoryBySlug } from "@/lib/model/categories";
import { NotFoundError } from "@/lib/model/errors";
import { type LogQuery, parseLogQuery } from "@/lib/model/log-query";
import { logQueryHref } from "@/lib/model/log-query-href";
import { shownColumns } from "@/lib/model/shown-columns";
import type { PageFrame } from "@/lib/model/sign-in-view";
import { getFreshness } from "@/lib/services/sign-ins/get-freshness";
import { currentPreferences, requireTenantScope } from "@/lib/web/current-session";
import { statePageStatus } from "@/lib/web/page-status";
import { refuse } from "@/lib/web/refusals";
import { type PageSearch, toSearchParams } from "@/lib/web/search-params";
import { shownZone, ZONE_COOKIE } from "@/lib/web/zone";
import { BreakdownPanel } from "./breakdown";
import { FilterBar } from "./filters/filter-bar";
import { type FilterBarData, readFilterBar } from "./filters/read-filter-bar";
import { GroupTable } from "./group-table";
import { LogTabs } from "./log-tabs";
import type { LogView } from "./log-view";
import { Pager } from "./pager";
import { DetailsPane } from "./pane/details-pane";
import {
  addressToShow,
  countsBeside,
  itemsInSight,
  openRecord,
  readBreakdown,
  readCounts,
  readLog,
  rememberFilters,
  requireLogReader,
} from "./read-log";
import { RejectedParameters, ResultNotices } from "./result-notices";
import { SignInTable } from "./sign-in-table";
import { StripChart } from "./strip-chart";
import { LogTitle } from "./view/log-title";

interface PageProps {
  params: Promise<{ tenant: string; category: string }>;
  searchParams: Promise<PageSearch>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const category = categoryBySlug((await params).category);
  return { title: category ? `${category.label} sign-ins` : "Not found" };
}

export default function SignInLogPage(props: PageProps) {
  return answerPage("The sign-in log could not be read", () => signInLog(props));
}

/** One of the four logs. All gates stand before the first byte, so that refusals keep their status codes. */
async function signInLog({ params, searchParams }: PageProps) {
  const { tenant, category: slug } = await params;
  const search = toSearchParams(await searchParams);
  const path = `/${tenant}/sign-ins/${slug}`;
  const here = logQueryHref(path, search);
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, here));
  const category = categoryBySlug(slug);
  if (!category) throw new NotFoundError("There is no such log.");

  const zone = shownZone(search.get("tz"), (await cookies()).get(ZONE_COOKIE)?.value);
  const now = new Date();
  const parsed = parseLogQuery(category.slug, search, { now, zone: zone.name });
  const preferences = await currentPreferences();
  const view: LogView = {
    ...{ category, path, params: search, zone, problems: parsed.ok ? {} : parsed.problems, preferences },
    ...{ columns: shownColumns(category, preferences.columns), license: scope.license, now, reader: scope },
  };

  requireLogReader(scope, here);
  const elsewhere = addressToShow(scope, view);
  if (elsewhere !== null) redirect(elsewhere);
  if (!parsed.ok) {
    await statePageStatus(400);
    return <RejectedLog bar={await readFilterBar(scope, view, null)} view={view} />;
  }
  const { query } = parsed;
  const [content, counted, breakdown, freshness, opened, bar] = await Promise.all([
    readLog(scope, query, view),
    readCounts(scope, query, view),
    readBreakdown(scope, query, view),
    getFreshness(scope, category.slug, { now }),
    openRecord(scope, view),
    readFilterBar(scope, view, query),
    rememberFilters(scope, view, query),
  ]);
  const problems = { ...problemsIn(content), ...problemsIn(breakdown) };
  if (content.kind === "unusable" || breakdown?.kind === "unusable") {
    await statePageStatus(400);
    return <RejectedLog bar={bar} view={{ ...view, problems }} />;
  }
  const items = itemsInSight(content);
  const beside = countsBeside(counted, content, view);
  const named = { ...view, names: bar.names, freshness };
  return (
    <div className="log" data-density={preferences.density} data-pane={opened ? "" : undefined}>
      <LogHead bar={bar} counted={beside} newerHref={newerHref(view, query, content.page)} view={named} />
      {beside && <StripChart counts={beside.counts} view={view} />}
      {breakdown && <BreakdownPanel breakdown={breakdown.breakdown} view={view} />}
      <ResultNotices page={content.page} isEmpty={items.length === 0} view={view} />
      {content.kind === "groups" ? (
        <GroupTable members={content.members} page={content.page} query={query} view={named} />
      ) : (
        <SignInTable page={content.page} query={query} view={named} />
      )}
      <Pager content={content} query={query} view={view} />
      {opened && <DetailsPane items={items} opened={opened} sharedHref={bar.sharedHref} view={view} />}
    </div>
  );
}

function problemsIn(read: { kind: string; problems?: LogView["problems"] } | null): LogView["problems"] {
  return read?.problems ?? {};
}

interface LogHeadProps {
  view: LogView;
  bar: FilterBarData;
  counted: Awaited<ReturnType<typeof readCounts>>;
  newerHref: string | null;
}

function LogHead({ view, bar, counted, newerHref }: LogHeadProps) {
  return (
    <div className="log-head">
      <LogTitle counts={counted?.counts ?? null} newerHref={newerHref} view={view} />
      <LogTabs counts={counted?.tabs ?? {}} view={view} />
      <FilterBar data={bar} view={view} />
    </div>
  );
}

/** Where a page that begins at the newest sign-in, or holds none, asks how many came since. */
function newerHref({ path, params }: LogView, query: LogQuery, { headCursor }: PageFrame): string | null {
  return query.cursor ? null : logQueryHref(`${path}/newer`, params, { since: headCursor });
}

/** Nothing was searched: says which parts of the address cannot be used, and why. */
function RejectedLog({ view, bar }: { view: LogView; bar: FilterBarData }) {
  return (
    <div className="log">
      <LogHead bar={bar} counted={null} newerHref={null} view={view} />
      <RejectedParameters view={view} />
    </div>
  );
}
