import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as getHealth } from "@/app/healthz/route";
import { GET as getMetrics } from "@/app/metrics/route";
import { GET as getReadiness } from "@/app/readyz/route";
import { closeConnections, connectTo } from "@/db/connections";
import { closeQueues } from "@/jobs/enqueue";
import { INTERNAL_HEADERS } from "@/lib/server/internal-headers";
import { signInWithPassword } from "@/lib/services/authentication/sign-in-with-password";
import { recordRun } from "@/lib/services/jobs/record-run";
import { APP_URL, openTestSite, type TestSite } from "../auth/site";

const METRICS_TOKEN = "a token of the tests";

let site: TestSite;

beforeAll(async () => {
  process.env.METRICS_TOKEN = METRICS_TOKEN;
  site = await openTestSite();
  process.env.DATABASE_URL = site.appUrl;
});
afterAll(async () => {
  await closeQueues();
  await site.close();
});

describe("/healthz", () => {
  it("says that the process is alive", async () => {
    expect((await getHealth()).status).toBe(200);
  });
});

describe("/readyz", () => {
  it("is ready when database and queue answer", async () => {
    const response = await getReadiness();
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "ok", database: "ok", queue: "ok" });
  });

  it("names the part that cannot be reached, with 503", async () => {
    const away = new URL(site.appUrl);
    away.port = "1";
    await closeConnections();
    connectTo({ appUrl: away.href });
    const response = await getReadiness();
    await closeConnections();
    connectTo({ appUrl: site.appUrl });
    expect(response.status).toBe(503);
    expect(response.headers.has("retry-after")).toBe(true);
    expect(await response.json()).toEqual({ status: "unavailable", database: "unreachable", queue: "ok" });
  });
});

describe("/metrics", () => {
  function ask(headers: Record<string, string>): Promise<Response> {
    return getMetrics(new Request(`${APP_URL}/metrics`, { headers }));
  }

  const fromHere = { [INTERNAL_HEADERS.clientAddress]: "127.0.0.1", [INTERNAL_HEADERS.forwarded]: "0" };
  const fromElsewhere = { [INTERNAL_HEADERS.clientAddress]: "192.0.2.1", [INTERNAL_HEADERS.forwarded]: "0" };

  it("tells this machine what the process did, without the names of tenants", async () => {
    const attempt = { username: "ada@secret-name.example", password: "x", ip: null, userAgent: null, now: new Date() };
    await signInWithPassword(attempt);
    const response = await ask(fromHere);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect(text).toContain('signbook_sign_in_attempts_total{outcome="unknown_user"} 1');
    expect(text).toContain("signbook_ingest_records_total");
    expect(text).toContain("process_resident_memory_bytes");
    expect(text).not.toContain("secret-name");
  });

  it("tells what the jobs did on whatever machine, and goes without while the database is away", async () => {
    const startedAt = new Date(Date.now() - 60_000);
    const removed = { sign_ins: 2000, audit_events: 3 };
    await recordRun("apply-retention", async () => ({ summary: "x", removed }), { startedAt });
    await recordRun("apply-retention", async () => ({ summary: "x", removed: { sign_ins: 34 } }));
    const broken = recordRun("maintain-partitions", () => Promise.reject(new Error("disk full")));
    await expect(broken).rejects.toThrow("disk full");
    const before = Math.floor(startedAt.getTime() / 1000);
    const text = await (await ask(fromHere)).text();
    const figure = (name: string) =>
      Number(new RegExp(`^${name.replace(/[{}]/g, "\\$&")} (\\S+)$`, "m").exec(text)?.[1]);
    expect(figure('signbook_job_last_success_timestamp_seconds{job="apply-retention"}')).toBeGreaterThan(before);
    expect(figure('signbook_job_last_success_duration_seconds{job="apply-retention"}')).toBeLessThan(30);
    expect(figure('signbook_job_rows_removed_24h{job="apply-retention",table="sign_ins"}')).toBe(2034);
    expect(figure('signbook_job_rows_removed_24h{job="apply-retention",table="audit_events"}')).toBe(3);
    expect(figure('signbook_job_last_failure_timestamp_seconds{job="maintain-partitions"}')).toBeGreaterThan(before);
    expect(text).not.toContain('last_success_timestamp_seconds{job="maintain-partitions"}');

    const away = new URL(site.appUrl);
    away.port = "1";
    await closeConnections();
    connectTo({ appUrl: away.href });
    const without = await ask(fromHere);
    await closeConnections();
    connectTo({ appUrl: site.appUrl });
    expect(without.status).toBe(200);
    expect(await without.text()).not.toContain('job="');
  });

  it("takes the token from anywhere", async () => {
    expect((await ask({ ...fromElsewhere, authorization: `Bearer ${METRICS_TOKEN}` })).status).toBe(200);
  });

  it.each([
    ["elsewhere", fromElsewhere],
    ["a proxy on this machine", { ...fromHere, [INTERNAL_HEADERS.forwarded]: "1" }],
    ["nobody knows where", {}],
    ["elsewhere with a wrong token", { ...fromElsewhere, authorization: "Bearer a token of the testz" }],
    ["elsewhere with the token as basic", { ...fromElsewhere, authorization: `Basic ${METRICS_TOKEN}` }],
  ])("are refused to a request from %s", async (_, headers) => {
    const response = await ask(headers);
    expect(response.status).toBe(403);
    expect(await response.text()).not.toContain("signbook_");
  });
});
