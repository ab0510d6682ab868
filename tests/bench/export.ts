/**
 * How long a worker takes from claiming an export to the bundle in the store, beside COPY of the same columns piped through
 * zlib at level 1; and how its memory grows with the number of records.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createDeflateRaw } from "node:zlib";
import { Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { openQueueStore, setQueueStore } from "@/jobs/connection";
import { closeQueues } from "@/jobs/enqueue";
import { childEnvironment } from "@/lib/env";
import { CATEGORIES, CATEGORY_SLUGS } from "@/lib/model/categories";
import { DAY_MS } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import type { NormalisedSignIn } from "@/lib/model/sign-in-record";
import { requestExport } from "@/lib/services/exports/request-export";
import { generateSignIns } from "@/lib/services/generate/generate-sign-ins";
import { ensureDays } from "@/lib/services/ingest/ensure-days";
import { storeEvents } from "@/lib/services/ingest/store-events";
import { createReader, everyLog, startMailServer } from "@/tests/helpers/exports";
import { createTestTenant } from "@/tests/helpers/tenant";
import { type BenchDatabase, median, progress, report, round, startBenchDatabase, timed } from "./harness";
import { BENCH_AUTH_SECRET } from "./web-process";

const RECORDS = 100_000;
const FEW_RECORDS = 1_000;
const RUNS = 3;
const RATIO_LIMIT = 1.5;
const GROWTH_LIMIT_MB = 80;

export async function benchExport(): Promise<void> {
  process.env.AUTH_SECRET = BENCH_AUTH_SECRET;
  const folder = mkdtempSync(path.join(tmpdir(), "signbook-bench-"));
  const database = await startBenchDatabase();
  const mail = await startMailServer();
  try {
    setQueueStore(openQueueStore({ DATABASE_URL: database.appUrl }));
    const tenant = await createTestTenant(database.ownerUrl);
    const reader = await createReader(tenant.scope, "bench", "security-reader");
    progress(`Storing ${RECORDS + 1} interactive sign-ins`);
    await load(tenant.scope, RECORDS + 1);
    await database.owner`analyze`;
    const settings = { DATA_DIR: folder, SMTP_URL: mail.url };
    const few = await inWorker(database, settings, reader, FEW_RECORDS);
    const builds: number[] = [];
    const copies: number[] = [];
    let peakMb = 0;
    for (let run = 0; run < RUNS; run++) {
      const built = await inWorker(database, settings, reader, RECORDS);
      builds.push(built.ms);
      peakMb = Math.max(peakMb, built.peakMb);
      copies.push(await timed(() => copyAll(database.ownerUrl, tenant.tenantId, folder)));
      progress(`Built in ${round(builds.at(-1) ?? 0)} ms, copied in ${round(copies.at(-1) ?? 0)} ms`);
    }
    report({
      ...{ bench: "export", figure: "six CSV files against COPY and zlib level 1", unit: "ratio" },
      ...{ value: median(builds) / median(copies), limit: { atMost: RATIO_LIMIT }, records: RECORDS },
      ...{ buildMs: round(median(builds)), copyMs: round(median(copies)) },
    });
    report({
      ...{ bench: "export", figure: `worker memory from ${FEW_RECORDS} to ${RECORDS} records`, unit: "MB" },
      ...{ value: peakMb - few.peakMb, limit: { atMost: GROWTH_LIMIT_MB }, fewMb: few.peakMb, manyMb: peakMb },
    });
  } finally {
    await closeQueues();
    await mail.stop();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of what a tenant does, one in thirteen is interactive. */
const EVENTS_PER_INTERACTIVE = 14;
/** Each is stored so often, some seconds apart: making them all anew would take longer than what is measured. */
const COPIES = 10;

/** Interactive sign-ins only: the other files get their headers. */
async function load(scope: TenantScope, count: number): Promise<void> {
  const now = new Date();
  const { tenantId, tenantName } = scope;
  const events = Math.ceil(count / COPIES) * EVENTS_PER_INTERACTIVE;
  const period = { days: 20, now: new Date(now.getTime() - DAY_MS) };
  const all = generateSignIns({
    seed: "bench",
    events,
    ...period,
    tenantDomain: "bench.example",
    tenantId,
    tenantName,
  });
  let batch: NormalisedSignIn[] = [];
  let stored = 0;
  for (const event of all) {
    if (event.category !== 1) continue;
    for (let copy = 0; copy < COPIES && stored < count; copy++, stored++) {
      const createdAt = new Date(event.createdAt.getTime() + copy * 7_000);
      batch.push({ ...event, createdAt, id: `${event.id.slice(0, -1)}${copy}` });
    }
    if (batch.length < 5_000 - COPIES && stored < count) continue;
    await ensureDays(new Set(batch.map(({ createdAt }) => createdAt.toISOString().slice(0, 10))));
    await storeEvents(scope, batch, { source: "bench", now });
    batch = [];
    if (stored === count) return;
  }
  throw new Error(`Only ${stored} interactive sign-ins were generated`);
}

interface Built {
  /** From the claim to the bundle in the store, as the row says. */
  ms: number;
  /** The most that the worker ever held. */
  peakMb: number;
}

/** Has a fresh worker build one bundle of at most so many records. */
async function inWorker(
  database: BenchDatabase,
  settings: Record<string, string>,
  reader: TenantScope,
  recordCap: number,
): Promise<Built> {
  const worker = spawn(process.execPath, ["lib/cli/run.mjs", "jobs/worker.ts"], {
    env: childEnvironment({
      ...{ DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl, NODE_ENV: "production" },
      ...settings,
    }),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await new Promise((resolve) => worker.once("message", resolve));
  const now = new Date();
  const logs = everyLog(now, "", { days: 29 });
  const id = await requestExport(reader, { format: "csv", fileName: "bench", logs }, { now, recordCap });
  for (;;) {
    const [row] = await database.owner`
      select status, failure, extract(epoch from finished_at - started_at) * 1000 as ms, files from exports
      where export_id = ${id}`;
    if (row?.status === "failed") throw new Error(`The export failed: ${row.failure}`);
    if (row?.status === "ready") {
      if (row.files[0].records !== recordCap) throw new Error(`The bundle holds ${row.files[0].records} records`);
      const peakMb = peakMemoryMb(worker);
      await ended(worker);
      return { ms: Number(row.ms), peakMb };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function peakMemoryMb({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
}

async function ended(worker: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => worker.once("exit", resolve));
  worker.kill("SIGTERM");
  await exit;
}

/** The same six files' columns by COPY, through zlib at level 1, onto the same disk, hashed as a bundle is. */
async function copyAll(url: string, tenantId: string, folder: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set jit = off");
    for (const category of CATEGORY_SLUGS) {
      const { code, principal } = CATEGORIES[category];
      await copyOne(client, recordsQuery(tenantId, code, principal === "user"), path.join(folder, `${category}.z`));
      if (principal === "user") await copyOne(client, stepsQuery(tenantId, code), path.join(folder, `${category}-d.z`));
    }
  } finally {
    await client.end();
  }
}

async function copyOne(client: Client, query: string, file: string): Promise<void> {
  const rows = client.query(copyTo(`copy (${query}) to stdout (format csv, header)`));
  const hash = createHash("sha256");
  const zipped = createDeflateRaw({ level: 1, chunkSize: 128 * 1024 });
  zipped.on("data", (chunk: Buffer) => hash.update(chunk));
  await pipeline(rows, zipped, createWriteStream(file));
}

/** Properties that no column of the table has, by where they stand in the rest of a record. */
const REST_OF_USER = [
  "crossTenantAccessType",
  "incomingTokenType",
  "authenticationProtocol",
  "uniqueTokenIdentifier",
  "originalTransferMethod",
  "clientCredentialType",
  "tokenProtectionStatusDetails,signInSessionStatus",
  "tokenProtectionStatusDetails,signInSessionStatusCode",
  "appOwnerTenantId",
  "resourceTenantId",
  "resourceOwnerTenantId",
  "homeTenantId",
  "homeTenantName",
  "status,failureReason",
  "deviceDetail,isCompliant",
  "deviceDetail,isManaged",
  "deviceDetail,trustType",
  "status,additionalDetails",
  "mfaDetail,authMethod",
  "mfaDetail,authDetail",
  "signInIdentifier",
  "sessionId",
  "ipAddressFromResourceProvider",
  "isThroughGlobalSecureAccess",
  "globalSecureAccessIpAddress",
  "autonomousSystemNumber",
  "flaggedForReview",
  "tokenIssuerType",
  "tokenIssuerName",
  "processingTimeInMilliseconds",
  "managedServiceIdentity,msiType",
  "managedServiceIdentity,associatedResourceId",
  "managedServiceIdentity,federatedTokenId",
  "managedServiceIdentity,federatedTokenIssuer",
];
const REST_OF_APPLICATION = [
  "servicePrincipalCredentialKeyId",
  "servicePrincipalCredentialThumbprint",
  "appOwnerTenantId",
  "resourceTenantId",
  "resourceOwnerTenantId",
  "homeTenantId",
  "homeTenantName",
  "status,failureReason",
  "managedServiceIdentity,msiType",
  "managedServiceIdentity,associatedResourceId",
];

/** The newest records with their rest, its JSON parsed once a row, joined as the planner likes it best. */
function newest(tenantId: string, category: number): string {
  const from = new Date(Date.now() - 29 * DAY_MS).toISOString();
  return `select s.*, d.rest::jsonb as rest from
    (select * from sign_ins where tenant_id = '${tenantId}' and category = ${category} and created_at >= '${from}'
      order by created_at desc, created_ms desc, id desc limit ${RECORDS}) s
    join sign_in_details d on d.tenant_id = '${tenantId}' and d.category = ${category} and d.created_at = s.created_at
      and d.id = s.id and d.created_at >= '${from}' offset 0`;
}

function recordsQuery(tenantId: string, category: number, isUser: boolean): string {
  const rest = (isUser ? REST_OF_USER : REST_OF_APPLICATION).map((at, index) => {
    const [outer, inner] = at.split(",");
    return inner ? `r.rest -> '${outer}' ->> '${inner}' as r${index}` : `r.rest ->> '${outer}' as r${index}`;
  });
  const columns = [
    ...["created_at", "id", "user_agent", "correlation_id", "principal_key", "principal_name", "principal_upn"],
    ...["user_type", "application_name", "application_key", "resource_name", "resource_key", "ip_text"],
    ...["concat_ws(', ', city, state, country) as location", "status", "error_code", "client_app", "device_id"],
    ...["browser", "os", "authentication_requirement", "conditional_access"],
  ];
  return `select ${[...columns, ...rest].join(", ")} from (${newest(tenantId, category)}) r
    order by created_at desc, created_ms desc, id desc`;
}

function stepsQuery(tenantId: string, category: number): string {
  return `select r.id, step.n, step.s ->> 'authenticationStepDateTime', step.s ->> 'authenticationMethod',
      step.s ->> 'authenticationMethodDetail', step.s ->> 'succeeded', step.s ->> 'authenticationStepResultDetail',
      step.s ->> 'authenticationStepRequirement'
    from (${newest(tenantId, category)}) r,
      jsonb_array_elements(r.rest -> 'authenticationDetails') with ordinality as step (s, n)
    order by r.created_at desc, r.created_ms desc, r.id desc, step.n`;
}
