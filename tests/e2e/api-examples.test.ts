import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Example,
  POLL_HOURLY,
  READ_WITH_CURL,
  READ_WITH_GRAPH_CLIENT,
  SEND_WITH_CURL,
} from "@/lib/api-docs/examples";
import { signInPage } from "@/lib/api-docs/schemas";
import { type ClientCredentials, createClient } from "@/lib/services/clients/create-client";
import { graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, type Organisation, openSite } from "../helpers/site";
import { startTlsFront, TEST_CERTIFICATE } from "../helpers/tls-front";

const site = openSite();

let hazel: Organisation;
let client: ClientCredentials;
let folder: string;

beforeAll(async () => {
  hazel = await addOrganisation("hazel-examples");
  const permissions = ["SignInEvents.Write", "AuditLog.Read.All"] as const;
  client = await createClient(hazel.scope, { name: "Examples", permissions });
  folder = mkdtempSync(path.join(tmpdir(), "examples-"));
  // Where the examples find what they import.
  symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function run(example: Example, ...parameters: string[]): Promise<string> {
  return runAgainst(site.url, example, ...parameters);
}

async function runAgainst(url: string, { file, code, language }: Example, ...parameters: string[]): Promise<string> {
  writeFileSync(path.join(folder, file), code);
  const { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET } = client;
  const env = {
    ...process.env,
    SIGNBOOK_URL: url,
    TENANT: "hazel-examples",
    CLIENT_ID,
    CLIENT_SECRET,
    NODE_EXTRA_CA_CERTS: TEST_CERTIFICATE,
  };
  const command = language === "shell" ? "sh" : process.execPath;
  const { stdout } = await promisify(execFile)(command, [file, ...parameters], { cwd: folder, env });
  return stdout;
}

const nonInteractive = { isInteractive: false, signInEventTypes: ["nonInteractiveUser"] };

describe("the examples of the documentation, against the running site", () => {
  it("send what they are told to", async () => {
    const records = [
      graphSignIn({ id: "wrong-password", status: { errorCode: 50126 } }),
      graphSignIn({ id: "quiet", userPrincipalName: "quiet@hazel-examples.example", ...nonInteractive }),
    ];
    writeFileSync(path.join(folder, "records.ndjson"), records.map((record) => JSON.stringify(record)).join("\n"));
    expect(JSON.parse(await run(SEND_WITH_CURL, "records.ndjson"))).toMatchObject({ accepted: 2, rejected: 0 });
  });

  it("read failed sign-ins", async () => {
    const { value } = signInPage.parse(JSON.parse(await run(READ_WITH_CURL)));
    expect(value.map(({ id }) => id)).toEqual(["wrong-password"]);
  });

  it("read with Microsoft's client library", async () => {
    const front = await startTlsFront();
    front.leadTo(site.url);
    try {
      expect(await runAgainst(front.url, READ_WITH_GRAPH_CLIENT)).toContain("quiet@hazel-examples.example");
    } finally {
      front.close();
    }
  });

  it("say at once that Microsoft's client library needs HTTPS", async () => {
    await expect(run(READ_WITH_GRAPH_CLIENT)).rejects.toThrow("SIGNBOOK_URL must begin with https://");
  });

  it("collect what is new, each sign-in once", async () => {
    expect(await run(POLL_HOURLY)).toBe("2 sign-ins\n");
    await hazel.addSignIns(
      graphSignIn({ id: "late", createdDateTime: new Date(Date.now() - 3_600_000).toISOString() }),
    );
    expect(await run(POLL_HOURLY)).toBe("1 sign-ins\n");
    const lines = readFileSync(path.join(folder, "sign-ins.ndjson"), "utf8").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).id).sort()).toEqual(["late", "quiet", "wrong-password"]);
  });
});
