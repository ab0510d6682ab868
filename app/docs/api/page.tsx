import type { Metadata } from "next";
import { Mark } from "@/app/_components/mark";
import { EXAMPLES } from "@/lib/api-docs/examples";
import { openApiDocument } from "@/lib/api-docs/openapi";
import { env } from "@/lib/env";
import { PERMISSION_EXPLANATIONS } from "@/lib/model/clients";
import { REJECTION_LABELS } from "@/lib/model/rejections";
import { CLIENT_PERMISSIONS } from "@/lib/model/roles";
import { ExampleBlock } from "./example-block";
import { Operations } from "./operations";

export const metadata: Metadata = { title: "Signbook for programs" };
/** Examples name this site's own address, which is known only where it runs. */
export const dynamic = "force-dynamic";

const SECTIONS = [
  ["start", "First steps"],
  ["tokens", "Tokens"],
  ["sending", "Sending records"],
  ["reading", "Reading reports"],
  ["limits", "Limits and errors"],
  ["examples", "Examples"],
  ["addresses", "Every address"],
] as const;

export default function ApiDocsPage() {
  const { APP_URL: url } = env();
  return (
    <div className="api-docs">
      <header className="top-bar">
        <a aria-label="Signbook, home" className="flex items-center gap-2.5 no-underline" href="/">
          <Mark />
          <span className="font-semibold tracking-tight">Signbook</span>
        </a>
        <a className="ml-auto text-sm" href="/docs/api/openapi.json">
          OpenAPI 3.1
        </a>
      </header>
      <div className="api-docs-body">
        <nav aria-label="On this page">
          <ul>
            {SECTIONS.map(([id, label]) => (
              <li key={id}>
                <a href={`#${id}`}>{label}</a>
              </li>
            ))}
          </ul>
        </nav>
        <main>
          <h1>Signbook for programs</h1>
          <p>
            Programs send sign-ins, audits and provisioning records, and read them again over a reporting API that
            speaks the dialect of Microsoft Graph’s audit-log reports.
          </p>
          <FirstSteps url={url} />
          <Tokens />
          <Sending />
          <Reading />
          <Limits />
          <section id="examples">
            <h2>Examples</h2>
            <p>Complete programs, to copy and run. Each reads what it needs from environment variables:</p>
            <pre className="mono">{`export SIGNBOOK_URL=${url}
export TENANT=your-tenant
export CLIENT_ID=…
export CLIENT_SECRET=…`}</pre>
            {EXAMPLES.map((example) => (
              <ExampleBlock example={example} key={example.file} url={url} />
            ))}
          </section>
          <section id="addresses">
            <h2>Every address</h2>
            <p>
              Made of the same description as <a href="/docs/api/openapi.json">/docs/api/openapi.json</a>.
            </p>
            <Operations document={openApiDocument()} />
          </section>
        </main>
      </div>
    </div>
  );
}

function FirstSteps({ url }: { url: string }) {
  return (
    <section id="start">
      <h2>First steps</h2>
      <ol className="list-decimal pl-5">
        <li>
          A Global Administrator opens <b>API clients</b> in the tenant’s navigation and creates a client. Its secret is
          shown once.
        </li>
        <li>
          The program exchanges id and secret for a token at <code>{url}/your-tenant/oauth2/v2.0/token</code>.
        </li>
        <li>
          It sends the token along: <code>Authorization: Bearer …</code>
        </li>
      </ol>
    </section>
  );
}

function Tokens() {
  return (
    <section id="tokens">
      <h2>Tokens</h2>
      <p>
        OAuth 2.0 client credentials. A token is valid for an hour; keep it and ask for the next one when it ends.
        Standard libraries find everything they need in <code>/{"{tenant}"}/v2.0/.well-known/openid-configuration</code>
        . A client has up to two valid secrets, so that one can be replaced without a gap. Revoking a client ends its
        tokens within seconds. Every answer to a client stands in the tenant’s log as a service-principal sign-in.
      </p>
      <table className="api-table">
        <thead>
          <tr>
            <th scope="col">Permission</th>
            <th scope="col">Allows</th>
          </tr>
        </thead>
        <tbody>
          {CLIENT_PERMISSIONS.map((permission) => (
            <tr key={permission}>
              <td className="mono">{permission}</td>
              <td>{PERMISSION_EXPLANATIONS[permission]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Sending() {
  return (
    <section id="sending">
      <h2>Sending records</h2>
      <p>
        <code>POST /ingest/v1/events</code> takes JSON (one record, a list, a page of Graph,{" "}
        <code>{'{"records":[…]}'}</code>) or NDJSON, one record a line, also packed with gzip. What a record is, is seen
        from itself: a diagnostic envelope, a Graph <code>signIn</code>, <code>directoryAudit</code> or{" "}
        <code>provisioningObjectSummary</code>, or the row of a log-analytics table. Properties that Signbook does not
        know are kept.
      </p>
      <p>
        The answer comes when everything is stored, and counts: accepted, updated, duplicates, rejected. Sending the
        same records again counts nothing twice; a record that comes again with more detail is completed. With an{" "}
        <code>Idempotency-Key</code> header the same body gets, for 24 hours, even the same answer again.
      </p>
      <p>A record that cannot be stored does not hold up the others. Its reason is one of these:</p>
      <table className="api-table">
        <thead>
          <tr>
            <th scope="col">Code</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(REJECTION_LABELS).map(([code, label]) => (
            <tr key={code}>
              <td className="mono">{code}</td>
              <td>{label}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Reading() {
  return (
    <section id="reading">
      <h2>Reading reports</h2>
      <p>
        <code>GET /v1.0/auditLogs/signIns</code> gives interactive sign-ins; <code>/beta/auditLogs/signIns</code> all of
        them, chosen by <code>signInEventTypes</code>. Audits are at <code>/v1.0/auditLogs/directoryAudits</code>,
        provisioning records at <code>/v1.0/auditLogs/provisioning</code>. <code>$filter</code>, <code>$top</code>,{" "}
        <code>$orderby</code>, <code>$select</code> and <code>$count</code> are written as for Graph.
      </p>
      <p>
        The next page is where <code>@odata.nextLink</code> leads; its token is not for making or changing. To miss
        nothing, however late it comes in, read in order of arrival (<code>$orderby=receivedDateTime asc</code>): the
        last page then names in <code>@odata.deltaLink</code> where to go on later.
      </p>
      <p>
        <code>POST /v1.0/$batch</code> and <code>/beta/$batch</code> take up to 20 requests in one, as Graph does. They
        are answered and counted one by one; a link may be sent along as it is.
      </p>
    </section>
  );
}

function Limits() {
  return (
    <section id="limits">
      <h2>Limits and errors</h2>
      <ul className="list-disc pl-5">
        <li>A body holds up to 64 MiB, unpacked; a record up to 4 MiB.</li>
        <li>Reports: 5 requests in 10 seconds for each client, unless the operator sets another limit.</li>
        <li>Tokens: 60 requests a minute for each client at one address.</li>
        <li>
          429 and 503 carry <code>Retry-After</code>, in seconds. Nothing is lost by waiting for so long and sending
          again.
        </li>
        <li>
          Errors have Graph’s shape: <code>{'{"error":{"code","message","innerError"}}'}</code>. The message names what
          is wrong, and where.
        </li>
      </ul>
    </section>
  );
}
