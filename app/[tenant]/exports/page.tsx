import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { FormProblem } from "@/app/_components/form-problem";
import { READY_MADE } from "@/lib/model/export-draft";
import { BUNDLE_TTL_DAYS, UNFINISHED } from "@/lib/model/exports";
import { listExports } from "@/lib/services/exports/list-exports";
import { requireTenantScope } from "@/lib/web/current-session";
import { refuse } from "@/lib/web/refusals";
import { oneValueOf, type PageSearch } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import { ExportCard } from "./export-card";
import { LiveRefresh } from "./live-refresh";

export const metadata: Metadata = { title: "Exports" };

interface PageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<PageSearch>;
}

export default function ExportsPage(props: PageProps) {
  return answerPage("The exports could not be read", () => exportsPage(props));
}

async function exportsPage({ params, searchParams }: PageProps) {
  const { tenant } = await params;
  const search = await searchParams;
  const one = oneValueOf(search);
  const path = `/${tenant}/exports`;
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, path));
  const zone = await currentZone(one("tz") ?? null);
  const { exports, before } = await listExports(scope, { before: one("before") });
  const isLive = exports.some(({ status }) => UNFINISHED.includes(status));
  return (
    <div className="exports">
      <header className="exports-head">
        <div>
          <h1>Exports</h1>
          <p className="text-muted text-sm">
            Bundles of all four sign-in logs, as CSV or JSON. A bundle can be downloaded for {BUNDLE_TTL_DAYS} days.
          </p>
        </div>
        <a className="button button-primary" href={`${path}/new`}>
          New export
        </a>
      </header>
      <nav aria-label="Ready-made exports" className="ready-made">
        {READY_MADE.map(({ label, explanation, params: query }) => (
          <a href={`${path}/new?${query}`} key={label}>
            <span className="font-medium">{label}</span>
            <span className="text-muted text-xs">{explanation}</span>
          </a>
        ))}
      </nav>
      <FormProblem told={one("problem")} />
      {exports.length === 0 ? (
        <p className="exports-empty">
          Nobody has asked for an export yet. “Download” on a log asks for one with the filters in force there.
        </p>
      ) : (
        <ul className="grid gap-3">
          {exports.map((each) => (
            <li key={each.id}>
              <ExportCard asked={each.id === one("asked")} tenant={tenant} view={each} zone={zone} />
            </li>
          ))}
        </ul>
      )}
      {before && (
        <p>
          <a className="button" href={`${path}?before=${before}`}>
            Older
          </a>
        </p>
      )}
      {isLive && <LiveRefresh />}
    </div>
  );
}
