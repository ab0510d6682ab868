import type { Metadata } from "next";
import { cookies } from "next/headers";
import { answerPage } from "@/app/_components/answer-page";
import { categoryBySlug } from "@/lib/model/categories";
import { NotFoundError } from "@/lib/model/errors";
import { parseLogQuery } from "@/lib/model/log-query";
import { logQueryHref } from "@/lib/model/log-query-href";
import { shownColumns } from "@/lib/model/shown-columns";
import { currentPreferences } from "@/lib/web/current-preferences";
import { requireTenantScope } from "@/lib/web/current-session";
import { refuse } from "@/lib/web/refusals";
import { shownZone, ZONE_COOKIE } from "@/lib/web/zone";
import { FilterBar } from "./filter-bar";
import { LogTabs } from "./log-tabs";
import type { LogView } from "./log-view";
import { Pager } from "./pager";
import { DetailsPane } from "./pane/details-pane";
import { openRecord, readLog, requireLogReader } from "./read-log";
import { RejectedParameters, ResultNotices } from "./result-notices";
import { SignInTable } from "./sign-in-table";
import { LogTitle } from "./view/log-title";

type Search = Record<string, string | string[] | undefined>;
interface PageProps {
  params: Promise<{ tenant: string; category: string }>;
  searchParams: Promise<Search>;
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
    ...{ columns: shownColumns(category, preferences.columns), license: scope.license, now },
  };

  if (!parsed.ok) {
    requireLogReader(scope, here);
    return (
      <div className="log">
        <LogHead filters={[]} view={view} />
        <RejectedParameters view={view} />
      </div>
    );
  }
  const [page, opened] = await Promise.all([readLog(scope, parsed.query, view), openRecord(scope, view)]);
  return (
    <div className="log" data-density={preferences.density} data-pane={opened ? "" : undefined}>
      <LogHead filters={parsed.query.filters} view={view} />
      <ResultNotices page={page} query={parsed.query} view={view} />
      <SignInTable page={page} query={parsed.query} view={view} />
      <Pager page={page} query={parsed.query} view={view} />
      {opened && <DetailsPane items={page.items} opened={opened} view={view} />}
    </div>
  );
}

function LogHead({ view, filters }: { view: LogView; filters: Parameters<typeof FilterBar>[0]["filters"] }) {
  return (
    <div className="log-head">
      <LogTitle view={view} />
      <LogTabs view={view} />
      <FilterBar filters={filters} view={view} />
    </div>
  );
}

function toSearchParams(search: Search): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) params.append(key, one);
  }
  return params;
}
