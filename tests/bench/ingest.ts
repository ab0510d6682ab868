/**
 * How fast events come in over HTTP, parsed, merged, rolled up and acknowledged, beside COPY of the same rows into the
 * same two tables with the same indexes.
 */
import { Agent, request } from "node:http";
import type { TenantScope } from "@/lib/model/scope";
import { createClient } from "@/lib/services/clients/create-client";
import { generateSignIns } from "@/lib/services/generate/generate-sign-ins";
import { toDiagnosticEnvelope } from "@/lib/services/generate/to-diagnostic-envelope";
import { createTestTenant } from "@/tests/helpers/tenant";
import { copyRate } from "./copy-baseline";
import { median, progress, report, round, startBenchDatabase, timed } from "./harness";
import { BENCH_AUTH_SECRET, startWebProcess } from "./web-process";

const SENDERS = 4;
const EVENTS_PER_BODY = 2000;
/** So many that the first and the last of a round, beside which there is nothing to do, hardly count. */
const BODIES = 120;
const WARM_UP_BODIES = 8;
const MEMORY_LIMIT_MB = 400;
const RATE_LIMIT = 0.4;
/**
 * Machines are quicker at some times than at others: both are measured in turn, with the same rows, and the median of the
 * ratios counts.
 */
const ROUNDS = 5;

export async function benchIngest(): Promise<void> {
  process.env.AUTH_SECRET = BENCH_AUTH_SECRET;
  const database = await startBenchDatabase();
  try {
    const tenant = await createTestTenant(database.ownerUrl);
    const web = await startWebProcess(database.appUrl);
    try {
      const token = await tokenFor(web.url, tenant.scope);
      const bodies = makeBodies(tenant.scope);
      const send = (body: Buffer) => postBody(web.url, token, body);
      progress(`Sending ${BODIES} bodies of ${EVENTS_PER_BODY} events with ${SENDERS} senders`);
      await inParallel(bodies.slice(0, WARM_UP_BODIES), send);
      const rounds: { rate: number; copy: number }[] = [];
      for (let turn = 0; turn < ROUNDS; turn++) {
        const from = WARM_UP_BODIES + (turn * BODIES) / ROUNDS;
        const measured = bodies.slice(from, from + BODIES / ROUNDS);
        const ms = await timed(() => inParallel(measured, send));
        const rate = (measured.length * EVENTS_PER_BODY) / (ms / 1000);
        rounds.push({ rate, copy: await copyRate(database.ownerUrl, tenant.tenantId) });
      }
      const memory = web.peakMemoryMb();
      const ratios = rounds.map(({ rate, copy }) => rate / copy);
      report({
        ...{ bench: "ingest", figure: "rate against COPY", value: median(ratios), unit: "ratio" },
        ...{ limit: { atLeast: RATE_LIMIT }, ratios: ratios.map(round) },
        eventsPerSecond: round(median(rounds.map(({ rate }) => rate))),
        copyRowsPerSecond: round(median(rounds.map(({ copy }) => copy))),
        ...{ bodyKb: round((bodies[0]?.length ?? 0) / 1024), senders: SENDERS },
      });
      report({
        ...{ bench: "ingest", figure: "peak memory of the web process", value: memory, unit: "MB" },
        limit: { atMost: MEMORY_LIMIT_MB },
      });
    } finally {
      await web.stop();
    }
  } finally {
    await database.stop();
  }
}

/** Bodies as a provider streams them: in order of time, each a few minutes of the tenant's life. */
function makeBodies(scope: TenantScope): Buffer[] {
  const { tenantId, tenantName } = scope;
  const count = (BODIES + WARM_UP_BODIES) * EVENTS_PER_BODY;
  const options = { seed: "bench", events: count, days: 2, now: new Date(), tenantDomain: "bench.example" };
  const bodies: Buffer[] = [];
  let lines: string[] = [];
  for (const event of generateSignIns({ ...options, tenantId, tenantName })) {
    lines.push(JSON.stringify(toDiagnosticEnvelope(event)));
    if (lines.length < EVENTS_PER_BODY) continue;
    bodies.push(Buffer.from(lines.join("\n")));
    lines = [];
  }
  return bodies;
}

async function tokenFor(url: string, scope: TenantScope): Promise<string> {
  const { tenantId, clientId, clientSecret } = await createClient(scope, {
    name: "bench",
    permissions: ["SignInEvents.Write"],
  });
  const form = new URLSearchParams({
    ...{ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret },
    scope: `${url}/.default`,
  });
  const answer = await fetch(`${url}/${tenantId}/oauth2/v2.0/token`, { method: "POST", body: form });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (!token) throw new Error(`No token: ${answer.status}`);
  return token;
}

const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });

/** Sends bytes as they are: what the sender costs is taken from the same two cores, and is not what is measured. */
async function postBody(url: string, token: string, body: Buffer): Promise<void> {
  const { status, text } = await new Promise<{ status?: number; text: string }>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" };
    const sent = request(`${url}/ingest/v1/events`, { method: "POST", agent, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.on("end", () => resolve({ status: answer.statusCode, text }));
      answer.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
  if (status !== 200 || (JSON.parse(text) as { accepted: number }).accepted !== EVENTS_PER_BODY) {
    throw new Error(`The body was not taken whole: ${status} ${text.slice(0, 300)}`);
  }
}

async function inParallel(bodies: readonly Buffer[], send: (body: Buffer) => Promise<void>): Promise<void> {
  const queue = [...bodies];
  const lane = async () => {
    for (let body = queue.shift(); body !== undefined; body = queue.shift()) await send(body);
  };
  await Promise.all(Array.from({ length: SENDERS }, lane));
}
