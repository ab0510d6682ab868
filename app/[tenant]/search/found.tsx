/** What a search found, by kind; or that nothing was, and where it was looked for. */

import { CATEGORIES, CATEGORY_SLUGS } from "@/lib/model/categories";
import { errorLookupHref, explainErrorCode, shortReason } from "@/lib/model/error-catalogue";
import { formatCount } from "@/lib/model/format-number";
import { addressOf } from "@/lib/model/log-query-href";
import type { FoundError, SearchResult } from "@/lib/model/search-result";
import { FOUND_KIND_NAMES, FOUND_KINDS, type FoundKind, isKeyOfName, thingHref } from "@/lib/model/things";
import type { ShownZone } from "@/lib/web/zone";
import { zoned } from "@/lib/web/zoned";
import { logHref } from "../_overview/links";
import { RecordList } from "../_things/record-list";
import { policyHref } from "./hrefs";

interface FoundProps {
  tenant: string;
  zone: ShownZone;
  result: SearchResult;
}

export function Found(props: FoundProps) {
  const { text, things, policies, error, records, correlated, moreThings } = props.result;
  if (text === "") return <WhatToType />;
  const listed = things.length + policies.length + records.length + correlated.length;
  if (listed === 0 && error === null) return <Nothing {...props} />;
  const kinds = FOUND_KIND_NAMES.filter((kind) => things.some((thing) => thing.kind === kind));
  return (
    <>
      {records.length > 0 && <Records {...props} />}
      {correlated.length > 0 && <Correlated {...props} />}
      {error && <ErrorCode error={error} {...props} />}
      {kinds.length + policies.length > 0 && (
        <div className="thing-columns">
          {kinds.map((kind) => (
            <ThingList key={kind} kind={kind} {...props} />
          ))}
          {policies.length > 0 && <Policies {...props} />}
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

/** What it means, and who ran into it. */
function ErrorCode({ tenant, zone, error: { code, range, logs } }: FoundProps & { error: FoundError }) {
  return (
    <section aria-labelledby="found-error" className="thing-card" data-found="error">
      <h2 id="found-error">
        Error <span className="mono">{code}</span>
        {explainErrorCode(code) && `: ${shortReason(code)}`}
      </h2>
      <p>
        <a className="text-link" href={errorLookupHref(code)}>
          What it means, and what to do
        </a>
      </p>
      <p className="text-muted text-sm">
        {logs.length === 0 ? "No sign-in that is kept has it." : "Sign-ins with it: "}
        {logs.map(({ log, n }, index) => (
          <span key={log}>
            {index > 0 && ", "}
            <a
              className="text-link"
              href={logHref({ tenant, zone }, log, range, { errorCode: String(code) }) ?? undefined}
            >
              {formatCount(n)} {CATEGORIES[log].label}
            </a>
          </span>
        ))}
      </p>
    </section>
  );
}

function Policies({ tenant, result: { policies } }: FoundProps) {
  return (
    <section aria-labelledby="found-policies" className="thing-card" data-found="policies">
      <h2 id="found-policies">Conditional access policies</h2>
      <ul className="thing-list">
        {policies.map((policy) => (
          <li key={policy.key}>
            <a className="text-link" href={policyHref(tenant, policy)}>
              {policy.name}
            </a>
          </li>
        ))}
      </ul>
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
        <li>
          an error code such as <span className="mono">50126</span> or <span className="mono">AADSTS50126</span>
        </li>
        <li>a request ID, which opens the sign-in, or a correlation ID, which lists all that belongs together</li>
      </ul>
    </div>
  );
}
