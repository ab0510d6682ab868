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

let organisation: Organisation;
let front: TlsFront;
let web: WebProcess;

beforeAll(async () => {
  const { appUrl, dataDir } = inject("testSite");
  front = await startTlsFront();
  const settings = { APP_URL: front.url, REPORT_RATE_LIMIT: "100/1s", DATA_DIR: dataDir, TRUST_PROXY: "1" };
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

describe("Microsoft's client libraries, unchanged", () => {
  it("get a token, list, filter and page sign-ins of all four kinds, and understand a refusal", async () => {
    const { clientId, clientSecret, tenantId } = await createClient(organisation.scope, {
      name: "Reader",
      permissions: ["AuditLog.Read.All"],
    });
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [PROGRAM, JSON.stringify({ url: front.url, tenantId, clientId, clientSecret })],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: TEST_CERTIFICATE }, timeout: 40_000 },
    );
    const read = JSON.parse(stdout);
    for (const type of EVENT_TYPES) {
      // The grant of the token is itself a service principal's sign-in, under an id of its own.
      const ids = read.ids[type].filter((id: string) => id.startsWith(type));
      expect(ids).toEqual(Array.from({ length: OF_EACH }, (_, index) => `${type}-${index}`));
    }
    expect(read.failed).toMatchObject([{ id: "interactiveUser-3", status: { errorCode: 50126 } }]);
    expect(read.single).toMatchObject({ id: "servicePrincipal-1", servicePrincipalId: "sp-1" });
    expect(read.mistake).toEqual({ statusCode: 400, code: "BadRequest" });
  });
});
