/**
 * Reading 100,000 sign-ins page by page through the reporting API, token and JSON included, beside psql selecting the same
 * rows as JSON in one go; and what the hundredth page costs beside the first.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createClient } from "@/lib/services/clients/create-client";
import { generateForTenant } from "@/lib/services/generate/generate-for-tenant";
import { sealPartitions } from "@/lib/services/partitions/seal-partitions";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";
import { type BenchDatabase, median, progress, report, round, startBenchDatabase, timed } from "./harness";
import { BENCH_AUTH_SECRET, startWebProcess } from "./web-process";

const EVENTS = 400_000;
const DAYS = 29;
const RECORDS = 100_000;
const PAGE = 1_000;
const RUNS = 3;
const RATIO_LIMIT = 2.5;
const LATE_PAGE_LIMIT = 1.2;
const FILTER = "signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser')";

export async function benchApi(): Promise<void> {
  process.env.AUTH_SECRET = BENCH_AUTH_SECRET;
  const database = await startBenchDatabase();
  const tenant = await createTestTenant(database.ownerUrl);
  const now = new Date();
  const tenantDomain = `${tenant.slug}.example`;
  await generateForTenant(tenant.scope, { events: EVENTS, days: DAYS, seed: "bench", now, tenantDomain });
  await sealPartitions({ now });
  await database.owner`vacuum (analyze)`;
  progress(`Stored ${EVENTS} sign-ins`);
  const web = await startWebProcess(database.appUrl, { REPORT_RATE_LIMIT: "1000000/1s" });
  try {
    const walks: Walk[] = [];
    const selects: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      walks.push(await walkPages(web.url, tenant));
      selects.push(await timed(() => selectAll(database, tenant)));
      progress(`Read in ${round(walks.at(-1)?.totalMs ?? 0)} ms, psql in ${round(selects.at(-1) ?? 0)} ms`);
    }
    const api = median(walks.map(({ totalMs }) => totalMs));
    const psql = median(selects);
    report({
      ...{ bench: "api", figure: `reading ${RECORDS} sign-ins over psql`, value: api / psql, unit: "ratio" },
      ...{ limit: { atMost: RATIO_LIMIT }, apiMs: round(api), psqlMs: round(psql), peakMb: round(web.peakMemoryMb()) },
    });
    const first = median(walks.flatMap(({ pageMs }) => pageMs.slice(0, 3)));
    const last = median(walks.flatMap(({ pageMs }) => pageMs.slice(-3)));
    report({
      ...{ bench: "api", figure: "page 100 over page 1", value: last / first, unit: "ratio" },
      ...{ limit: { atMost: LATE_PAGE_LIMIT }, firstMs: round(first), lastMs: round(last) },
    });
  } finally {
    await web.stop();
    await database.stop();
  }
}

interface Walk {
  totalMs: number;
  pageMs: number[];
}

interface Page {
  value: unknown[];
  "@odata.nextLink"?: string;
}

async function walkPages(url: string, tenant: TestTenant): Promise<Walk> {
  const { clientId, clientSecret } = await createClient(tenant.scope, {
    ...{ name: "Bench", permissions: ["AuditLog.Read.All", "Policy.Read.All"] },
  });
  const pageMs: number[] = [];
  let read = 0;
  const totalMs = await timed(async () => {
    const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
    const granted = await fetch(`${url}/${tenant.tenantId}/oauth2/v2.0/token`, {
      ...{ method: "POST", body: new URLSearchParams({ ...form, scope: `${url}/.default` }) },
    });
    const { access_token: token } = (await granted.json()) as { access_token: string };
    let next: string | undefined = `${url}/beta/auditLogs/signIns?$top=${PAGE}&$filter=${encodeURIComponent(FILTER)}`;
    while (next && read < RECORDS) {
      const address: string = next;
      pageMs.push(
        await timed(async () => {
          const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
          if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
          const page = (await answer.json()) as Page;
          read += page.value.length;
          next = page["@odata.nextLink"];
        }),
      );
    }
  });
  if (read !== RECORDS) throw new Error(`${read} records were read instead of ${RECORDS}`);
  return { totalMs, pageMs };
}

/** The same records in one go: each row's columns and details as JSON, as PostgreSQL writes it, by the quickest plan. */
async function selectAll({ ownerUrl }: BenchDatabase, { tenantId }: TestTenant): Promise<void> {
  const statement = `set app.tenant_id = '${tenantId}'; select row_to_json(r) from (
    select s.*, d.rest::json from (
      select * from sign_ins where tenant_id = '${tenantId}' and category in (1, 2)
      order by created_at desc, created_ms desc, id desc limit ${RECORDS}) s
    cross join lateral (
      select rest from sign_in_details where tenant_id = s.tenant_id and category = s.category
        and created_at = s.created_at and id = s.id) d) r`;
  const { stdout } = await promisify(execFile)("psql", ["-X", "-q", "-t", "-A", "-d", ownerUrl, "-c", statement], {
    maxBuffer: 1024 ** 3,
    encoding: "buffer",
  });
  if (stdout.length < RECORDS * 1_000) throw new Error("psql gave too little");
}
