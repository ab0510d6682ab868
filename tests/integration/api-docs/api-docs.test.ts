import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as postToken } from "@/app/[tenant]/oauth2/v2.0/token/route";
import { SEND_WITH_CURL } from "@/lib/api-docs/examples";
import * as schemas from "@/lib/api-docs/schemas";
import { handleIngest, isIngest } from "@/lib/server/ingest-door";
import { getAudit } from "@/lib/services/activities/get-audit";
import { getProvisioning } from "@/lib/services/activities/get-provisioning";
import { type ClientCredentials, createClient } from "@/lib/services/clients/create-client";
import { graphSignIn } from "@/tests/helpers/events";
import type { TestTenant } from "@/tests/helpers/tenant";
import { openTestSite, type TestSite } from "../auth/site";

let site: TestSite;
let tenant: TestTenant;
let client: ClientCredentials;
let server: Server;
let url: string;
let folder: string;

beforeAll(async () => {
  site = await openTestSite();
  tenant = await site.createTenant();
  client = await createClient(tenant.scope, { name: "Sender", permissions: ["SignInEvents.Write"] });
  folder = mkdtempSync(path.join(tmpdir(), "examples-"));
  server = createServer((request, response) => {
    if (isIngest(request)) return handleIngest(request, response);
    return answerToken(request).then(async (answer) => {
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  rmSync(folder, { recursive: true });
  await site.close();
});

/** The token endpoint without the rest of the site. */
async function answerToken(incoming: IncomingMessage): Promise<Response> {
  const body = await text(incoming);
  const headers = { "content-type": String(incoming.headers["content-type"]) };
  const request = new Request(`${url}${incoming.url}`, { method: "POST", headers, body });
  return postToken(request, { params: Promise.resolve({ tenant: incoming.url?.split("/")[1] ?? "" }) });
}

async function run(file: string, code: string, ...parameters: string[]): Promise<string> {
  const script = path.join(folder, file);
  writeFileSync(script, code);
  const settings = {
    ...{ SIGNBOOK_URL: url, TENANT: tenant.slug, CLIENT_ID: client.clientId, CLIENT_SECRET: client.clientSecret },
  };
  const { stdout } = await promisify(execFile)("sh", [script, ...parameters], { env: { ...process.env, ...settings } });
  return stdout;
}

const AUDIT = {
  ...{ id: "a-1", activityDateTime: new Date().toISOString(), activityDisplayName: "Add user" },
  targetResources: [
    { id: "u", displayName: "Ole", modifiedProperties: [{ displayName: "x", oldValue: null, newValue: "1" }] },
  ],
};
const PROVISIONING = { id: "p-1", activityDateTime: new Date().toISOString(), provisioningAction: "create" };

describe("sending with curl, as the documentation has it", () => {
  it("stores the records, and gives the same answer when it is run again", async () => {
    const file = path.join(folder, "records.ndjson");
    const records = [graphSignIn({ id: "s-1" }), AUDIT, PROVISIONING, { no: "record" }];
    writeFileSync(file, records.map((record) => JSON.stringify(record)).join("\n"));
    const first = schemas.ingestAnswer.parse(JSON.parse(await run(SEND_WITH_CURL.file, SEND_WITH_CURL.code, file)));
    expect(first).toMatchObject({ accepted: 3, rejected: 1 });
    expect(JSON.parse(await run(SEND_WITH_CURL.file, SEND_WITH_CURL.code, file))).toEqual(first);
  });

  it("fails where the secret is wrong", async () => {
    const wrong = SEND_WITH_CURL.code.replace("client_secret=$CLIENT_SECRET", "client_secret=wrong");
    await expect(run("wrong.sh", wrong, "/dev/null")).rejects.toThrow();
  });
});

describe("what the description says of answers", () => {
  const ask = (form: Record<string, string>) =>
    fetch(`${url}/${tenant.slug}/oauth2/v2.0/token`, { method: "POST", body: new URLSearchParams(form) });

  it("holds for tokens, their refusals and those of ingest", async () => {
    const form = { grant_type: "client_credentials", client_id: client.clientId, scope: "x/.default" };
    expect(schemas.tokenRequest.parse(form)).toEqual(form);
    schemas.tokenAnswer.parse(await (await ask({ ...form, client_secret: client.clientSecret })).json());
    schemas.tokenError.parse(await (await ask({ ...form, client_secret: "wrong" })).json());
    schemas.tokenError.parse(await (await ask({ grant_type: "password" })).json());
    schemas.apiError.parse(await (await fetch(`${url}/ingest/v1/events`, { method: "POST" })).json());
  });

  it("holds for records as they are given back, and for those that are taken in", async () => {
    schemas.directoryAudit.parse((await getAudit(tenant.scope, "a-1")).record);
    schemas.provisioningRecord.parse((await getProvisioning(tenant.scope, "p-1")).record);
    const envelope = { time: AUDIT.activityDateTime, category: "AuditLogs", properties: AUDIT };
    for (const body of [graphSignIn(), AUDIT, [PROVISIONING], { value: [AUDIT] }, { records: [envelope] }]) {
      expect(schemas.incomingBody.safeParse(body).error).toBeUndefined();
    }
  });
});
