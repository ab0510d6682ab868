/** What a search found, by kind; or that nothing was, and where it was looked for. */

import { CATEGORIES, CATEGORY_SLUGS } from "@/lib/model/categories";
import { formatCount } from "@/lib/model/format-number";
import { addressOf } from "@/lib/model/log-query-href";
import type { SearchResult } from "@/lib/model/search-result";
import { FOUND_KIND_NAMES, FOUND_KINDS, type FoundKind, isKeyOfName, thingHref } from "@/lib/model/things";
import type { ShownZone } from "@/lib/web/zone";
import { zoned } from "@/lib/web/zoned";
import { RecordList } from "../_things/record-list";

interface FoundProps {
  tenant: string;
  zone: ShownZone;
  result: SearchResult;
}

export function Found(props: FoundProps) {
  const { text, things, records, correlated, moreThings } = props.result;
  if (text === "") return <WhatToType />;
  if (things.length + records.length + correlated.length === 0) return <Nothing {...props} />;
  const kinds = FOUND_KIND_NAMES.filter((kind) => things.some((thing) => thing.kind === kind));
  return (
    <>
      {records.length > 0 && <Records {...props} />}
      {correlated.length > 0 && <Correlated {...props} />}
      {kinds.length > 0 && (
        <div className="thing-columns">
          {kinds.map((kind) => (
            <ThingList key={kind} kind={kind} {...props} />
          ))}
        </div>
      )}
      {moreThings && (
        <p className="text-muted text-sm">More are called so than are listed here: type more of the name.</p>
      )}
    </>
  );
}

function Records({ tenant, zone, result: { records, text } }: FoundProps) {
  return (
    <section aria-labelledby="found-records" className="thing-card" data-found="records">
      <h2 id="found-records">
        {records.length === 1 ? "The sign-in" : "Sign-ins"} with the request ID{" "}
        <span className="mono">{records[0]?.id ?? text}</span>
      </h2>
      <RecordList items={records} label="Sign-ins with this request ID" tenant={tenant} zone={zone} />
    </section>
  );
}

function Correlated({ tenant, zone, result: { correlated, moreCorrelated, text } }: FoundProps) {
  // As it is stored: the log compares it so.
  const correlationId = correlated[0]?.correlationId ?? text;
  const logs = CATEGORY_SLUGS.filter((log) => correlated.some(({ category }) => category === log));
  return (
    <section aria-labelledby="found-correlated" className="thing-card" data-found="correlated">
      <h2 id="found-correlated">
        Everything with the correlation ID <span className="mono">{correlationId}</span>
      </h2>
      <p className="text-muted text-sm">
        {moreCorrelated
          ? `The newest ${formatCount(correlated.length)} sign-ins of all logs, in the order of time. All of them in the log: `
          : `${formatCount(correlated.length)} ${correlated.length === 1 ? "sign-in" : "sign-ins"} of all four logs, in the order of time. In the log: `}
        {logs.map((log, index) => (
          <span key={log}>
            {index > 0 && ", "}
            <a
              className="text-link"
              href={addressOf(`/${tenant}/sign-ins/${log}`, new URLSearchParams({ range: "1m", correlationId }))}
            >
              {CATEGORIES[log].label}
            </a>
          </span>
        ))}
        .
      </p>
      <RecordList items={correlated} label="Sign-ins with this correlation ID" tenant={tenant} zone={zone} />
    </section>
  );
}

function ThingList({ kind, tenant, result: { things } }: FoundProps & { kind: FoundKind }) {
  const found = things.filter((thing) => thing.kind === kind);
  return (
    <section aria-labelledby={`found-${kind}`} className="thing-card" data-found={kind}>
      <h2 id={`found-${kind}`}>{FOUND_KINDS[kind].plural}</h2>
      <ul className="thing-list">
        {found.map(({ key, name, detail }) => (
          <li key={key}>
            <a className="text-link" href={thingHref(tenant, FOUND_KINDS[kind].thing, key)}>
              {name}
            </a>
            {(detail ?? isKeyOfName(key)) && <small>{detail ?? "recorded without an ID"}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Nothing({ zone, result: { text, since } }: FoundProps) {
  return (
    <section className="thing-card" data-found="nothing">
      <h2>
        Nothing found for “<span className="break-all">{text}</span>”
      </h2>
      <p className="text-muted">
        Looked at everything that is kept, back to {zoned(since, zone)}: for a request or correlation ID of any of the
        four logs; for a user, application, resource, service principal or managed identity whose name holds this or
        whose ID begins so; and for an IP address that begins so. What happened before that is no longer kept.
      </p>
      <WhatToType />
    </section>
  );
}

function WhatToType() {
  return (
    <div className="text-muted text-sm">
      <p>What can be searched for:</p>
      <ul className="thing-hints">
        <li>a part of the name of a user, an application, a resource, a service principal or a managed identity</li>
        <li>a user name, or any ID of these</li>
        <li>
          an IP address, its beginning, or a block such as <span className="mono">203.0.113.0/24</span>
        </li>
        <li>a request ID, which opens the sign-in, or a correlation ID, which lists all that belongs together</li>
      </ul>
    </div>
  );
}
