import { Icon } from "@/app/_components/icon";
import { StatusMark } from "@/app/_components/status-mark";
import { CATEGORIES } from "@/lib/model/categories";
import { askAgainParams } from "@/lib/model/export-draft";
import type { ExportFile, ExportView } from "@/lib/model/exports";
import { formatBytes } from "@/lib/model/format-bytes";
import { formatCount } from "@/lib/model/format-number";
import type { ShownZone } from "@/lib/web/zone";
import { zoned } from "@/lib/web/zoned";
import { cancelExportAction, requestNextPartAction, retryExportAction } from "./actions";
import { stateWords } from "./words";

interface CardProps {
  view: ExportView;
  tenant: string;
  zone: ShownZone;
  /** It was asked for just now. */
  asked?: boolean;
}

/** One export: what it is, how far it is, what can be done about it. */
export function ExportCard({ view, tenant, zone, asked }: CardProps) {
  const state = stateWords(view, zone);
  const path = `/${tenant}/exports/${view.id}`;
  const cut = view.files.filter(({ kind, truncated }) => truncated && kind === "signIns");
  return (
    <article className="export" data-asked={asked ? "" : undefined} data-export-id={view.id} data-status={view.status}>
      <header className="export-head">
        <div className="min-w-0">
          <h2 className="truncate">
            <a className="no-underline hover:underline" href={path}>
              {view.fileName}.zip
            </a>
            {view.part > 1 && <span className="text-muted">, part {view.part}</span>}
          </h2>
          <p className="text-muted text-sm">
            {view.format.toUpperCase()} · asked for by {view.requester.name}, {zoned(view.askedAt, zone)}
          </p>
        </div>
        <ExportActions tenant={tenant} view={view} />
      </header>
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
        <StatusMark label={state.word} tone={state.tone} />
        <span className="text-muted">{state.sentence}</span>
      </p>
      {cut.map(({ category }) => (
        <p className="notice" data-tone="warning" key={category}>
          <Icon name="warning" />
          <span>
            {CATEGORIES[category].label}: the bundle holds the newest {formatCount(view.recordCap)} records; more match.{" "}
            {view.may.continue && "The next part goes on where this one ends."}
          </span>
        </p>
      ))}
      <Files files={view.files} running={view.status === "running"} />
      <Facts view={view} zone={zone} />
    </article>
  );
}

function ExportActions({ view, tenant }: Pick<CardProps, "view" | "tenant">) {
  const again = askAgainParams(view.format, view.fileName, view.logs);
  return (
    <div className="flex flex-none flex-wrap gap-2">
      {view.may.download && (
        <a className="button button-primary" download="" href={`/${tenant}/exports/${view.id}/file`}>
          Download{view.bytes !== null && ` (${formatBytes(view.bytes)})`}
        </a>
      )}
      {view.may.cancel && <ActionButton action={cancelExportAction} label="Cancel" tenant={tenant} view={view} />}
      {view.may.retry && <ActionButton action={retryExportAction} label="Try again" tenant={tenant} view={view} />}
      {view.may.continue && (
        <ActionButton action={requestNextPartAction} label="Request the next part" tenant={tenant} view={view} />
      )}
      {view.status === "expired" && (
        <a className="button" href={`/${tenant}/exports/new?${again}`}>
          Ask again
        </a>
      )}
      {!view.may.download && (view.status === "ready" || view.status === "mailing") && (
        <a className="button" href={`/${tenant}/exports/new?${again}`} title="It shows more than your role may see">
          Ask for your own
        </a>
      )}
    </div>
  );
}

interface ActionButtonProps extends Pick<CardProps, "view" | "tenant"> {
  label: string;
  action: (form: FormData) => Promise<void>;
}

function ActionButton({ action, label, view, tenant }: ActionButtonProps) {
  return (
    <form action={action}>
      <input name="tenant" type="hidden" value={tenant} />
      <input name="exportId" type="hidden" value={view.id} />
      <button className="button" type="submit">
        {label}
      </button>
    </form>
  );
}

const FILE_STATES: Record<ExportFile["state"], string> = { waiting: "waiting", writing: "being written", done: "done" };

/** What is in each file, or how far it is. */
function Files({ files, running }: { files: readonly ExportFile[]; running: boolean }) {
  return (
    <details className="export-files" open={running}>
      <summary>
        <Icon name="chevronRight" /> {files.length} files
      </summary>
      <table>
        <caption className="sr-only">Files of the bundle</caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Records</th>
            {running && <th scope="col">State</th>}
          </tr>
        </thead>
        <tbody>
          {files.map(({ name, kind, records, state, truncated }) => (
            <tr data-file={name} data-state={state} key={name}>
              <td className="mono">{name}</td>
              <td className="tabular">
                {formatCount(records)}
                {kind === "steps" && " steps"}
                {truncated && kind === "signIns" && " (more match)"}
              </td>
              {running && <td className="text-muted">{FILE_STATES[state]}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Facts({ view, zone }: Pick<CardProps, "view" | "zone">) {
  if (!view.sha256 && view.downloads.length === 0) return null;
  return (
    <dl className="export-facts">
      {view.sha256 && (
        <>
          <dt>SHA-256</dt>
          <dd className="mono break-all">{view.sha256}</dd>
        </>
      )}
      {view.downloads.length > 0 && (
        <>
          <dt>Downloaded</dt>
          <dd>
            <ul>
              {view.downloads.map(({ userName, startedAt, complete, bytesSent }) => (
                <li key={`${userName} ${startedAt.getTime()}`}>
                  by {userName}, {zoned(startedAt, zone)}
                  {!complete && ` (${formatBytes(bytesSent)} of it so far)`}
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
    </dl>
  );
}
