import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { CATEGORY_SLUGS } from "@/lib/model/categories";
import { errorLookupHref } from "@/lib/model/error-catalogue";
import {
  DEFAULT_OVERVIEW_RANGE,
  isEmptyOverview,
  isOverviewRange,
  OVERVIEW_RANGES,
  type Overview,
  type RankedThing,
} from "@/lib/model/overview";
import { type ThingKind, thingHref } from "@/lib/model/things";
import { authorize } from "@/lib/services/authorize";
import { getOverview } from "@/lib/services/overview/get-overview";
import { listSilences } from "@/lib/services/sources/list-silences";
import { requireTenantScope } from "@/lib/web/current-session";
import { statePageStatus } from "@/lib/web/page-status";
import { refuse } from "@/lib/web/refusals";
import { type PageSearch, toSearchParams } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import { Countries } from "./_overview/countries";
import { EmptyOverview } from "./_overview/empty";
import { OverviewHead } from "./_overview/head";
import { LegacyApplications } from "./_overview/legacy-applications";
import { exactly, type OverviewView } from "./_overview/links";
import { Pattern } from "./_overview/pattern";
import { Ranking } from "./_overview/ranking";
import { SecondFactor } from "./_overview/second-factor";
import { Silences } from "./_overview/silences";
import { Week } from "./_overview/week";

export const metadata: Metadata = { title: "Overview" };

interface PageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<PageSearch>;
}

export default function OverviewPage(props: PageProps) {
  return answerPage("The overview could not be read", () => overviewPage(props));
}

/** All gates stand before the first byte, so that refusals keep their status codes. */
async function overviewPage({ params, searchParams }: PageProps) {
  const { tenant } = await params;
  const search = toSearchParams(await searchParams);
  const here = search.size > 0 ? `/${tenant}?${search}` : `/${tenant}`;
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, here));
  authorize(scope, "logs:read", "signInLogs");
  const zone = await currentZone(search.get("tz"));
  const view: OverviewView = { tenant, zone };
  const range = search.get("range")?.trim() || DEFAULT_OVERVIEW_RANGE;
  if (!isOverviewRange(range)) {
    await statePageStatus(400);
    return (
      <div className="overview">
        <OverviewHead range={null} view={view} />
        <p className="notice" data-tone="failure" role="alert">
          Date range “{range.slice(0, 40)}” is not known; allowed: {Object.keys(OVERVIEW_RANGES).join(", ")}.
        </p>
      </div>
    );
  }
  const [overview, silences] = await Promise.all([getOverview(scope, range, { zone: zone.name }), listSilences(scope)]);
  return (
    <div className="overview">
      <OverviewHead range={range} view={view} />
      <Silences silences={silences} view={view} />
      {isEmptyOverview(overview) ? (
        <EmptyOverview range={range} view={view} />
      ) : (
        <Figures overview={overview} view={view} />
      )}
    </div>
  );
}

function Figures({ view, overview }: { view: OverviewView; overview: Overview }) {
  const { interval } = overview;
  const thingName =
    (kind: ThingKind) =>
    ({ key, name }: RankedThing) => (
      <a className="text-link" href={thingHref(view.tenant, kind, key)}>
        {name}
      </a>
    );
  return (
    <>
      <section aria-labelledby="overview-pattern" className="overview-section">
        <h2 id="overview-pattern">Sign-in pattern and status</h2>
        <div className="overview-grid" data-columns="2">
          {CATEGORY_SLUGS.map((log) => (
            <Pattern key={log} log={log} overview={overview} view={view} />
          ))}
        </div>
      </section>
      <Week view={view} week={overview.week} />
      <section aria-labelledby="overview-more" className="overview-section">
        <h2 id="overview-more">What stands out</h2>
        <div className="overview-grid" data-columns="2">
          <Ranking
            filters={({ key }) => ({ user: exactly("user", key), status: "failure" })}
            {...{ interval, view }}
            name={thingName("principal")}
            none="Nobody failed to sign in."
            subject="User"
            things={overview.failingUsers}
            title="Users who fail most"
          />
          <Ranking
            filters={({ key }) => ({ errorCode: key, status: "failure" })}
            {...{ interval, view }}
            name={({ key, name }) => (
              <>
                <a className="text-link tabular" href={errorLookupHref(Number(key))}>
                  {key}
                </a>{" "}
                {name}
              </>
            )}
            none="No sign-in failed."
            subject="Error"
            things={overview.errors}
            title="Most frequent errors"
          />
          <Ranking
            filters={({ key }) => ({ application: exactly("application", key) })}
            {...{ interval, view }}
            name={thingName("application")}
            none="No application recorded."
            subject="Application"
            things={overview.applications}
            title="Most used applications"
          />
          <Countries overview={overview} view={view} />
          <SecondFactor overview={overview} view={view} />
          <Ranking
            about="Users can say of each of their sign-ins that it was not them. Unusual is a new country or device, a journey too fast to travel, or a success after many failures."
            filters={({ key }) => (key === "denied" ? { reported: "notMe" } : { unusual: "any" })}
            {...{ interval, view }}
            none="No user denied a sign-in, and none was unusual."
            subject="Sign-ins of users"
            things={overview.noticed}
            title="Denied and unusual"
          />
          <Ranking
            about="Clients of legacy authentication cannot ask for a second factor."
            after={<LegacyApplications overview={overview} view={view} />}
            filters={({ key }) => ({ clientApp: exactly("clientApp", key) })}
            {...{ interval, view }}
            none="No legacy client signed in, or tried to."
            subject="Client"
            things={overview.legacyClients}
            title="Legacy clients still in use"
          />
        </div>
      </section>
    </>
  );
}
