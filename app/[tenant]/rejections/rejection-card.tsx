import { Icon } from "@/app/_components/icon";
import { formatBytes } from "@/lib/model/format-bytes";
import { formatCount } from "@/lib/model/format-number";
import { rejectionLabel, type ShownRejection } from "@/lib/model/rejections";
import { sourceLabel } from "@/lib/model/sources";
import type { ShownZone } from "@/lib/web/zone";
import { zoned } from "@/lib/web/zoned";
import { dismissAction, retryAction } from "./actions";

interface CardProps {
  rejection: ShownRejection;
  tenant: string;
  /** The reason that the page shows only. */
  code: string | undefined;
  zone: ShownZone;
}

/** One refused record: why, where it came from, its text, and what can be done about it. */
export function RejectionCard({ rejection, tenant, code, zone }: CardProps) {
  const { id, message, source, index, receivedAt } = rejection;
  return (
    <article className="record-card" data-rejection-id={id}>
      <header className="record-card-head">
        <div className="min-w-0">
          <h2>{rejectionLabel(rejection.code)}</h2>
          <p className="break-words text-sm">{message}</p>
          <p className="text-muted text-sm">
            {sourceLabel(source)}, record {formatCount(index)} · {zoned(receivedAt, zone)}
          </p>
        </div>
        <div className="flex flex-none gap-2">
          {[
            { action: retryAction, label: "Retry" },
            { action: dismissAction, label: "Dismiss" },
          ].map(({ action, label }) => (
            <form action={action} key={label}>
              <input name="tenant" type="hidden" value={tenant} />
              <input name="rejectionId" type="hidden" value={id} />
              {code && <input name="code" type="hidden" value={code} />}
              <button className="button" type="submit">
                {label}
              </button>
            </form>
          ))}
        </div>
      </header>
      <Raw rejection={rejection} />
    </article>
  );
}

function Raw({ rejection: { raw, rawBytes } }: Pick<CardProps, "rejection">) {
  const isCut = rawBytes > new TextEncoder().encode(raw).length;
  return (
    <details className="record-raw">
      <summary>
        <Icon name="chevronRight" /> The record as it came ({formatBytes(rawBytes)})
      </summary>
      {isCut && <p className="text-muted text-sm">Only its beginning was kept.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it. */}
      <pre className="mono" tabIndex={0}>
        {indented(raw)}
      </pre>
    </details>
  );
}

/** Readable where it is JSON. */
function indented(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return raw;
  }
}
