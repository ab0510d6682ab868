import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { FormProblem } from "@/app/_components/form-problem";
import { Icon } from "@/app/_components/icon";
import { type ExportDraft, readExportDraft } from "@/lib/model/export-draft";
import { FILE_NAME_PATTERN } from "@/lib/model/exports";
import { formatCount } from "@/lib/model/format-number";
import { expectCounts } from "@/lib/services/exports/expect-counts";
import { requireTenantScope } from "@/lib/web/current-session";
import { statePageStatus } from "@/lib/web/page-status";
import { refuse } from "@/lib/web/refusals";
import { type PageSearch, toSearchParams } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import { requestExportAction } from "../actions";
import { LogSection } from "./log-section";
import { RangeAndStatus } from "./range-and-status";

export const metadata: Metadata = { title: "New export" };

interface PageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<PageSearch>;
}

export default function NewExportPage(props: PageProps) {
  return answerPage("The export could not be prepared", () => newExport(props));
}

/** One form with two buttons: a GET that counts again, and a POST that asks. Works without JavaScript. */
async function newExport({ params, searchParams }: PageProps) {
  const { tenant } = await params;
  const search = toSearchParams(await searchParams);
  const path = `/${tenant}/exports/new`;
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, `${path}?${search}`));
  const zone = await currentZone(search.get("tz"));
  const draft = readExportDraft(search, { now: new Date(), zone: zone.name });
  const { cap, counts } = await expectCounts(
    scope,
    draft.logs.flatMap(({ query }) => query ?? []),
  );
  if (!draft.usable) await statePageStatus(400);
  const bites = Object.values(counts).some(({ count }) => count > cap);
  return (
    <form action={path} className="exports" method="get">
      <header>
        <p className="text-sm">
          <a className="text-link" href={`/${tenant}/exports`}>
            Exports
          </a>
        </p>
        <h1>New export</h1>
        <p className="text-muted text-sm">
          One ZIP file with all four logs, as they are at this moment. You get a mail when it is ready.
        </p>
      </header>
      <FormProblem told={search.get("problem")} />
      <input name="form" type="hidden" value="1" />
      <input name="tenant" type="hidden" value={tenant} />
      {search.get("tz") && <input name="tz" type="hidden" value={zone.choice} />}
      <FormatAndName draft={draft} />
      <section className="export-panel">
        <label className="flex items-center gap-2 font-medium">
          <input className="checkbox" defaultChecked={draft.same} name="same" type="checkbox" value="1" />
          This range and status for all four
        </label>
        {draft.same && <RangeAndStatus params={draft.shared} prefix="" zone={zone} />}
      </section>
      {draft.logs.map((log) => (
        <LogSection
          cap={cap}
          count={counts[log.category]}
          key={`${log.category} ${log.params} ${draft.same}`}
          log={log}
          same={draft.same}
          zone={zone}
        />
      ))}
      {bites && <OverTheCap cap={cap} tenant={tenant} />}
      <div className="flex flex-wrap gap-2">
        <button
          className="button button-primary"
          disabled={!draft.usable}
          formAction={requestExportAction}
          type="submit"
        >
          Request download
        </button>
        <button className="button" type="submit">
          Count again
        </button>
      </div>
    </form>
  );
}

function FormatAndName({ draft }: { draft: ExportDraft }) {
  return (
    <section className="export-panel">
      <fieldset className="flex flex-wrap items-center gap-4">
        <legend className="sr-only">Format</legend>
        <label className="flex items-center gap-2">
          <input defaultChecked={draft.format === "csv"} name="format" type="radio" value="csv" />
          CSV <span className="text-muted text-sm">six files, for spreadsheets</span>
        </label>
        <label className="flex items-center gap-2">
          <input defaultChecked={draft.format === "json"} name="format" type="radio" value="json" />
          JSON <span className="text-muted text-sm">four files, whole records</span>
        </label>
      </fieldset>
      <label className="field max-w-[480px]">
        <span>File name</span>
        <input
          defaultValue={draft.fileName}
          key={draft.fileName}
          maxLength={84}
          name="name"
          pattern={FILE_NAME_PATTERN}
          required
          title="Letters, digits, blanks and . _ -"
        />
        <span className="pr-2.5 text-faint">.zip</span>
      </label>
    </section>
  );
}

function OverTheCap({ cap, tenant }: { cap: number; tenant: string }) {
  return (
    <div className="notice" data-tone="warning">
      <Icon name="warning" />
      <div className="grid gap-1">
        <p>
          A file holds at most {formatCount(cap)} records: of a log with more matches, the newest get in. When the
          bundle is ready, “Request the next part” goes on where it ended, as often as needed.
        </p>
        <p>
          Programs that need everything regularly read it page by page from the reporting API,{" "}
          <code className="mono">/beta/auditLogs/signIns</code>; an{" "}
          <a className="text-link" href={`/${tenant}/clients`}>
            API client
          </a>{" "}
          gives access to it.
        </p>
      </div>
    </div>
  );
}
