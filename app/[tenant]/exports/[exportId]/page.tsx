import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { CATEGORIES } from "@/lib/model/categories";
import { type ExportLog, type ExportView, UNFINISHED } from "@/lib/model/exports";
import { filterDefinition } from "@/lib/model/filters";
import { parseLogQuery } from "@/lib/model/log-query";
import { filterValueText } from "@/lib/model/sentences-filters";
import { getExport } from "@/lib/services/exports/list-exports";
import { requireTenantScope } from "@/lib/web/current-session";
import { refuse } from "@/lib/web/refusals";
import type { ShownZone } from "@/lib/web/zone";
import { currentZone } from "@/lib/web/zone-of-request";
import { zoned } from "@/lib/web/zoned";
import { ExportCard } from "../export-card";
import { LiveRefresh } from "../live-refresh";

export const metadata: Metadata = { title: "Export" };

interface PageProps {
  params: Promise<{ tenant: string; exportId: string }>;
}

/** Where the mail leads: who may have the bundle is decided here and at the download, at that moment. */
export default function ExportPage(props: PageProps) {
  return answerPage("The export could not be read", () => exportPage(props));
}

async function exportPage({ params }: PageProps) {
  const { tenant, exportId } = await params;
  const path = `/${tenant}/exports/${exportId}`;
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, path));
  const zone = await currentZone(null);
  const view = await getExport(scope, exportId);
  return (
    <div className="exports">
      <header>
        <p className="text-sm">
          <a className="text-link" href={`/${tenant}/exports`}>
            Exports
          </a>
        </p>
        <h1>Export</h1>
      </header>
      <ExportCard tenant={tenant} view={view} zone={zone} />
      <AskedFor tenant={tenant} view={view} zone={zone} />
      {UNFINISHED.includes(view.status) && <LiveRefresh />}
    </div>
  );
}

function AskedFor({ view, tenant, zone }: { view: ExportView; tenant: string; zone: ShownZone }) {
  return (
    <section className="export-panel">
      <h2>What was asked for</h2>
      <dl className="export-facts">
        {view.logs.map((log) => (
          <AskedLog asked={view.askedAt} key={log.category} log={log} tenant={tenant} zone={zone} />
        ))}
      </dl>
    </section>
  );
}

function AskedLog({ log, tenant, zone, asked }: { log: ExportLog; tenant: string; zone: ShownZone; asked: Date }) {
  const [from, to] = [new Date(log.from), new Date(log.to)];
  const params = new URLSearchParams(log.params);
  for (const [key, value] of Object.entries({ range: "custom", from: log.from, to: log.to })) params.set(key, value);
  const parsed = parseLogQuery(log.category, params, { now: asked, zone: "UTC" });
  const filters = parsed.ok
    ? parsed.query.filters.map((filter) => `${filterDefinition(filter.key).label}: ${filterValueText(filter)}`)
    : [log.params];
  return (
    <>
      <dt>
        <a className="text-link" href={`/${tenant}/sign-ins/${log.category}?${params}`}>
          {CATEGORIES[log.category].label}
        </a>
      </dt>
      <dd>
        {zoned(from, zone)} to {zoned(to > asked ? asked : to, zone)}
        {filters.length > 0 && <span className="text-muted">; {filters.join("; ")}</span>}
        {log.notApplied.length > 0 && <span className="text-muted"> (not applied: {log.notApplied.join(", ")})</span>}
      </dd>
    </>
  );
}
