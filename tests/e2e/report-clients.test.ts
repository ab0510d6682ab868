import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createClient } from "@/lib/services/clients/create-client";
import { graphSignIn } from "../helpers/events";
import { addOrganisation, type Organisation, openSite } from "../helpers/site";
import { startTlsFront, TEST_CERTIFICATE, type TlsFront } from "../helpers/tls-front";
import { startWebProcess, type WebProcess } from "../helpers/web-process";

openSite();
const PROGRAM = path.join(import.meta.dirname, "programs/report-client.mjs");
const EVENT_TYPES = ["interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity"] as const;
const OF_EACH = 7;
const LIMIT = 40;
const WINDOW_SECONDS = 2;

let organisation: Organisation;
let front: TlsFront;
let web: WebProcess;

beforeAll(async () => {
  const { appUrl, dataDir } = inject("testSite");
  front = await startTlsFront();
  const settings = {
    APP_URL: front.url,
    REPORT_RATE_LIMIT: `${LIMIT}/${WINDOW_SECONDS}s`,
    DATA_DIR: dataDir,
    TRUST_PROXY: "1",
  };
  web = await startWebProcess({ appUrl, logFile: path.join(dataDir, "behind-tls.log"), settings });
  front.leadTo(web.url);
  organisation = await addOrganisation("report-readers");
  const at = (minute: number) => new Date(Date.now() - (minute + 1) * 60_000).toISOString();
  await organisation.addSignIns(
    ...EVENT_TYPES.flatMap((type) =>
      Array.from({ length: OF_EACH }, (_, index) =>
        graphSignIn({
          ...{ id: `${type}-${index}`, createdDateTime: at(index), signInEventTypes: [type] },
          isInteractive: type === "interactiveUser",
          servicePrincipalId: type.endsWith("User") ? "" : "sp-1",
          status: { errorCode: index === 3 ? 50126 : 0 },
          managedServiceIdentity: { msiType: type === "managedIdentity" ? "systemAssigned" : "none" },
        }),
      ),
    ),
  );
});
afterAll(async () => {
  front.close();
  await web.stop();
});

const newClient = () => createClient(organisation.scope, { name: "Reader", permissions: ["AuditLog.Read.All"] });

describe("Microsoft's client libraries, unchanged", () => {
  it.each([
    ["msal", "MSAL"],
    ["identity", "@azure/identity's ClientSecretCredential"],
  ])(
    "with a token by %s list, filter, page and batch sign-ins of all four kinds, and understand a refusal",
    async (library) => {
      const { clientId, clientSecret, tenantId } = await newClient();
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [PROGRAM, JSON.stringify({ library, url: front.url, tenantId, clientId, clientSecret })],
        { env: { ...process.env, NODE_EXTRA_CA_CERTS: TEST_CERTIFICATE }, timeout: 40_000 },
      );
      const read = JSON.parse(stdout);
      for (const type of EVENT_TYPES) {
        const expected = Array.from({ length: OF_EACH }, (_, index) => `${type}-${index}`);
        // The grant of the token is itself a service principal's sign-in, under an id of its own.
        for (const ids of [read.ids[type], read.batched[type]]) {
          expect(ids.filter((id: string) => id.startsWith(type))).toEqual(expected);
        }
      }
      expect(read.statuses).toEqual([200, 200, 200, 200, 200, 400]);
      expect(read.failed).toMatchObject([{ id: "interactiveUser-3", status: { errorCode: 50126 } }]);
      expect(read.single).toMatchObject({ id: "servicePrincipal-1", servicePrincipalId: "sp-1" });
      expect(read.mistake).toEqual({ statusCode: 400, code: "BadRequest" });
    },
  );
});

/** What a client with a token of its own sends along. */
async function authorized(): Promise<{ authorization: string }> {
  const { clientId, clientSecret, tenantId } = await newClient();
  const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  const granted = await fetch(`${web.url}/${tenantId}/oauth2/v2.0/token`, {
    ...{ method: "POST", body: new URLSearchParams({ ...form, scope: `${front.url}/.default` }) },
  });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  return { authorization: `Bearer ${token}` };
}

/** @returns what asks for one record. */
async function startPoller(): Promise<() => Promise<Response>> {
  const headers = await authorized();
  return () => fetch(`${web.url}/v1.0/auditLogs/signIns?$top=1&$select=id`, { headers });
}

describe("an address of the reporting API, behind Next's routes", () => {
  it.each(["/v1.0", "/beta", "/beta/nothing"])("%s is no page: a program is told that nothing is there", async (at) => {
    const answer = await fetch(`${web.url}${at}`, { headers: await authorized(), redirect: "manual" });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: "ResourceNotFound" } });
  });

  it("names the methods that it takes", async () => {
    const answer = await fetch(`${web.url}/v1.0/auditLogs/signIns`, { method: "OPTIONS" });
    expect(answer.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  });

  it("leads to a record whose id holds a slash", async () => {
    await organisation.addSignIns(graphSignIn({ id: "a/b?c" }));
    const headers = await authorized();
    const answer = await fetch(`${web.url}/v1.0/auditLogs/signIns/a%2Fb%3Fc?$select=id`, { headers });
    expect(await answer.json()).toMatchObject({ id: "a/b?c" });
  });
});

describe("twenty pollers of one client", () => {
  it("are told honestly when to come again, and a poller of another client feels nothing", async () => {
    const [ask, askAsOther] = [await startPoller(), await startPoller()];
    const poll = async () => Promise.all(Array.from({ length: (2 * LIMIT) / 20 }, ask));
    const others = Array.from({ length: 10 }, askAsOther);
    const answers = (await Promise.all(Array.from({ length: 20 }, poll))).flat();
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThanOrEqual(LIMIT);
    const waits = refused.map(({ headers }) => Number(headers.get("retry-after")));
    for (const answer of refused) {
      expect(answer.status).toBe(429);
      expect(await answer.json()).toMatchObject({ error: { code: "TooManyRequests" } });
    }
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...waits)).toBeLessThanOrEqual(WINDOW_SECONDS);
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual(Array(10).fill(200));
    await new Promise((resolve) => setTimeout(resolve, Math.max(...waits) * 1000));
    const again = await Promise.all(refused.map(ask));
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
