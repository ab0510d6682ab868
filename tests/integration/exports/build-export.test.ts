import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { openQueueStore, setQueueStore } from "@/jobs/connection";
import { closeQueues } from "@/jobs/enqueue";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { getExport } from "@/lib/services/exports/list-exports";
import { processExport } from "@/lib/services/exports/process-export";
import { requestExport, requestNextPart } from "@/lib/services/exports/request-export";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { createTestDatabase, type TestDatabase } from "../../helpers/database";
import { asRecords, graphSignIn } from "../../helpers/events";
import {
  createReader,
  everyLog,
  type MailServer,
  readCsv,
  startMailServer,
  type TestStore,
  unzip,
  useLocalStore,
} from "../../helpers/exports";
import { createTestTenant, type TestTenant } from "../../helpers/tenant";

let database: TestDatabase;
let mail: MailServer;
let store: TestStore;
let tenant: TestTenant;
let reader: TenantScope;
const now = new Date();

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo(database);
  setQueueStore(openQueueStore({ DATABASE_URL: database.appUrl }));
  mail = await startMailServer();
  vi.stubEnv("SMTP_URL", mail.url);
  store = useLocalStore();
  tenant = await createTestTenant(database.ownerUrl);
  reader = await createReader(tenant.scope, "rita", "security-reader");
});

afterAll(async () => {
  store.drop();
  await mail.stop();
  await closeQueues();
  await closeConnections();
  await database.drop();
});

const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

function add(...records: JsonObject[]) {
  return ingestRecords(tenant.scope, asRecords(records), { source: "test" });
}

/** Asks, has it built, and opens it. */
async function bundleOf(format: string, params = "", scope = reader) {
  const logs = everyLog(now, params, { others: "status=failure" });
  const id = await requestExport(scope, { format, fileName: "Evidence", logs }, { now });
  return built(id, scope);
}

async function built(id: string, scope = reader) {
  const { tenantId } = scope;
  expect(await processExport({ tenantId, exportId: id })).toMatch(/mail about it has been sent/);
  const view = await getExport(scope, id);
  const key = (await store.keys()).find((each) => each.includes(id)) ?? "";
  const bytes = await store.bytes(key);
  return { id, view, bytes, files: unzip(bytes), key };
}

describe("a bundle", () => {
  const step = (method: string) => ({
    authenticationMethod: method,
    authenticationMethodDetail: null,
    authenticationStepDateTime: "2026-11-01T10:00:00Z",
    authenticationStepRequirement: "Primary authentication",
    authenticationStepResultDetail: "Correct",
    succeeded: true,
  });

  beforeAll(async () => {
    await add(
      graphSignIn({
        id: "one",
        createdDateTime: minutesAgo(10),
        userDisplayName: '=HYPERLINK("http://evil.example")',
        appDisplayName: 'Mail, "new"\nedition',
        authenticationDetails: [step("Password"), step("+47 123")],
        appliedConditionalAccessPolicies: [{ id: "p1", displayName: "Require MFA", result: "success" }],
        riskState: "atRisk",
        processingTimeInMilliseconds: -5,
      }),
      graphSignIn({ id: "two", createdDateTime: minutesAgo(20), status: { errorCode: 50126, failureReason: "Bad" } }),
      graphSignIn({
        id: "quiet",
        createdDateTime: minutesAgo(15),
        isInteractive: false,
        signInEventTypes: ["nonInteractiveUser"],
        authenticationDetails: [step("Previously satisfied")],
      }),
    );
  });

  it("in CSV is six files, each with its header, and its records newest first", async () => {
    const { files, view } = await bundleOf("csv");
    const names = Object.keys(files);
    expect(names.map((name) => name.replace(/_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.csv$/, ""))).toEqual([
      "InteractiveSignIns",
      "InteractiveSignIns_AuthDetails",
      "NonInteractiveSignIns",
      "NonInteractiveSignIns_AuthDetails",
      "ApplicationSignIns",
      "MSISignIns",
    ]);
    const texts = Object.values(files);
    for (const text of texts) {
      const headers = (text.split("\r\n")[0] ?? "").split(",");
      expect(new Set(headers).size).toBe(headers.length);
      expect(headers.map((header) => header.trim())).toEqual(headers);
    }
    const [interactive = [], steps = [], quiet = [], , applications = [], identities = []] = texts.map(readCsv);
    expect(interactive.map((line) => line["Request ID"])).toEqual(["one", "two"]);
    expect(quiet.map((line) => line["Request ID"])).toEqual(["quiet"]);
    expect([applications, identities]).toEqual([[], []]);
    expect(interactive[1]).toMatchObject({
      "Date (UTC)": minutesAgo(20),
      Status: "Failure",
      "Sign-in error code": "50126",
      "Failure reason": "Bad",
      Location: "Oslo, Oslo, NO",
      User: "Ada Berg",
    });
    expect(steps.map((line) => [line["Request ID"], line.Step, line["Authentication method"], line.Succeeded])).toEqual(
      [
        ["one", "1", "Password", "Yes"],
        ["one", "2", "'+47 123", "Yes"],
      ],
    );
    expect(view.files.map(({ records }) => records)).toEqual([2, 2, 1, 1, 0, 0]);
  });

  it("makes what a spreadsheet would run harmless, and keeps commas, quotes and line breaks", async () => {
    const { files } = await bundleOf("csv");
    const [line] = readCsv(Object.values(files)[0] ?? "");
    expect(line).toMatchObject({
      User: '\'=HYPERLINK("http://evil.example")',
      Application: 'Mail, "new"\nedition',
      Latency: "-5",
    });
  });

  it("in JSON is four files of whole records in the reporting API's shape", async () => {
    const { files } = await bundleOf("json");
    const logs = Object.values(files).map((text) => JSON.parse(text));
    expect(logs.map((log) => log.map(({ id }: { id: string }) => id))).toEqual([["one", "two"], ["quiet"], [], []]);
    expect(logs[0][0]).toMatchObject({
      createdDateTime: minutesAgo(10),
      status: { errorCode: 0 },
      appliedConditionalAccessPolicies: [{ displayName: "Require MFA" }],
      riskState: "atRisk",
    });
    expect(logs[0][0].authenticationDetails).toHaveLength(2);
  });

  it("holds only what its requester may see, and what the filters match", async () => {
    const limited = await createReader(tenant.scope, "ron", "reports-reader");
    const { files, view } = await bundleOf("json", "user=ada&status=failure", limited);
    const [interactive] = Object.values(files).map((text) => JSON.parse(text));
    expect(interactive.map(({ id }: { id: string }) => id)).toEqual(["two"]);
    const all = await bundleOf("json", "", limited);
    expect(all.bytes.toString("latin1")).not.toContain("Require MFA");
    expect(JSON.parse(Object.values(all.files)[0] ?? "")[0]).not.toHaveProperty("appliedConditionalAccessPolicies");
    expect(view.may.download).toBe(true);
  });

  it("is what was committed when it was asked for: later arrivals stay out, later details come in", async () => {
    const id = await requestExport(reader, { format: "json", fileName: "Frozen", logs: everyLog(now) }, { now });
    await add(
      graphSignIn({ id: "late", createdDateTime: minutesAgo(12) }),
      graphSignIn({ id: "two", createdDateTime: minutesAgo(20), status: { errorCode: 50126 }, sessionId: "s-2" }),
    );
    const first = JSON.parse(Object.values((await built(id)).files)[0] ?? "");
    expect(first.map((record: JsonObject) => [record.id, record.sessionId])).toEqual([
      ["one", undefined],
      ["two", "s-2"],
    ]);
    const second = JSON.parse(Object.values((await bundleOf("json")).files)[0] ?? "");
    expect(second.map(({ id }: { id: string }) => id)).toEqual(["one", "late", "two"]);
  });

  it("is described by its row, and by a mail of its own", async () => {
    mail.mails.splice(0);
    const { id, view, bytes } = await bundleOf("csv", "status=failure");
    const { createHash } = await import("node:crypto");
    expect(view).toMatchObject({
      status: "ready",
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      mailedAt: expect.any(Date),
    });
    const [sent] = mail.mails;
    expect(sent?.messageId).toBe(`<export-${id}@localhost>`);
    for (const text of [sent?.text ?? "", String(sent?.html)]) {
      expect(text).toContain(`http://localhost:3000/${tenant.slug}/exports/${id}`);
      expect(text).toContain(view.sha256);
      expect(text).toContain("Status: Failure");
      expect(text).toMatch(/InteractiveSignIns_AuthDetails_\S+\.csv: 0 steps/);
    }
  });
});

describe("the cap", () => {
  it.each([
    [2, [2], false],
    [3, [3], false],
    [4, [3, 1], true],
    [7, [3, 3, 1], true],
  ])("is never silent: of %i matching records the bundles hold %j", async (matching, parts, truncated) => {
    const own = await createTestTenant(database.ownerUrl);
    const asker = await createReader(own.scope, "cap", "security-reader");
    const records = Array.from({ length: matching }, (_, index) =>
      // Several in one second, across the break.
      graphSignIn({ id: `r${index}`, createdDateTime: minutesAgo(30 + Math.floor(index / 4)) }),
    );
    await ingestRecords(own.scope, asRecords(records), { source: "test" });
    const seen: string[] = [];
    const options = { now, recordCap: 3 };
    let id = await requestExport(asker, { format: "json", fileName: "Capped", logs: everyLog(now) }, options);
    for (const [index, expected] of parts.entries()) {
      if (index > 0) id = await requestNextPart(asker, id, options);
      mail.mails.splice(0);
      const { view, files } = await built(id, asker);
      const isCut = index < parts.length - 1;
      expect([view.part, view.files[0]?.records, view.files[0]?.truncated]).toEqual([index + 1, expected, isCut]);
      expect(view.may.continue).toBe(isCut);
      expect(/only the newest 3 records/.test(mail.mails[0]?.text ?? "")).toBe(isCut);
      for (const { id: seenId } of JSON.parse(Object.values(files)[0] ?? "")) seen.push(seenId);
    }
    expect(truncated).toBe(parts.length > 1);
    expect([...seen].sort()).toEqual(records.map((record) => record.id));
    await expect(requestNextPart(asker, id, options)).rejects.toThrow(/everything that matched/);
  });
});
