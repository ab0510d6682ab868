import type { ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openBrowser } from "../helpers/browser";
import { type MailServer, readCsv, startMailServer, unzip } from "../helpers/exports";
import { getPage, openSite, signIn } from "../helpers/site";
import { killWorker, startWorker } from "../helpers/worker";

const site = openSite();
const open = openBrowser(site);
const ACCOUNT = "secadmin@acorn.example";

let mail: MailServer;
let worker: ChildProcess;

beforeAll(async () => {
  mail = await startMailServer();
  const { appUrl, ownerUrl, dataDir } = inject("testSite");
  const settings = { DATA_DIR: dataDir, SMTP_URL: mail.url, APP_URL: site.url };
  worker = startWorker({ appUrl, ownerUrl, settings });
});

afterAll(async () => {
  await killWorker(worker);
  await mail.stop();
});

/** Asks in the dialog of the log on the page; comes to the list of exports. */
async function ask(page: Page, format: "csv" | "json", name: string): Promise<void> {
  await page.getByRole("link", { name: "Download" }).click();
  await page.getByRole("radio", { name: new RegExp(format, "i") }).check();
  await page.getByLabel("File name").fill(name);
  await page.getByRole("button", { name: "Request download" }).click();
  await page.locator("article[data-asked]").waitFor();
}

/** The mail about a bundle, once it has come; its link. */
async function linkInMail(name: string): Promise<string> {
  await expect.poll(() => mail.mails.some(({ subject }) => subject?.includes(name)), { timeout: 60_000 }).toBe(true);
  const { text = "" } = mail.mails.find(({ subject }) => subject?.includes(name)) ?? {};
  const link = /http:\/\/\S+\/exports\/[0-9a-f-]{36}/.exec(text)?.[0];
  return link ?? "no link";
}

async function download(page: Page): Promise<{ name: string; bytes: Buffer }> {
  const [got] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /^Download/ }).click(),
  ]);
  return { name: got.suggestedFilename(), bytes: readFileSync(await got.path()) };
}

/** What really is in the log: since the instant that the named bundle was asked for, or over seven days. */
async function matching(category: number, bundle = ""): Promise<string[]> {
  const rows = await site.sql`
    select s.id from sign_ins s join tenants t using (tenant_id) where t.slug = 'acorn' and s.category = ${category}
      and s.error_code = 50126 and s.created_at >= coalesce(
        (select (logs -> 0 ->> 'from')::timestamptz from exports where file_name = ${bundle}), now() - interval '7 days')
    order by s.created_at desc, s.created_ms desc, s.id desc`;
  return rows.map(({ id }) => id);
}

describe("an export of the demo tenant", () => {
  it("in CSV: asked for with filters, followed from the mail, holds exactly what matches", {
    timeout: 180_000,
  }, async () => {
    const page = await open({ as: ACCOUNT });
    await page.goto("/acorn/sign-ins/interactive?range=7d&errorCode=50126");
    await ask(page, "csv", "Wrong passwords");
    await page
      .locator('article[data-asked][data-status="ready"], article[data-asked][data-status="mailing"]')
      .waitFor({ timeout: 90_000 });
    await page.goto(await linkInMail("Wrong passwords"));
    const { name, bytes } = await download(page);
    expect(name).toBe("Wrong passwords.zip");
    const files = Object.entries(unzip(bytes));
    expect(files).toHaveLength(6);
    const ids = readCsv(files[0]?.[1] ?? "").map((line) => line["Request ID"]);
    expect(ids.length).toBeGreaterThan(5);
    expect(ids).toEqual(await matching(1, "Wrong passwords"));
    expect(readCsv(files[2]?.[1] ?? "").map((line) => line["Request ID"])).toEqual(
      await matching(2, "Wrong passwords"),
    );
    await page.reload();
    await expect
      .poll(() => page.locator("article").textContent())
      .toContain(createHash("sha256").update(bytes).digest("hex"));
    const told = async () => {
      await page.reload();
      return page.locator("article").textContent();
    };
    await expect.poll(told).toMatch(/Downloaded\s*by /);
  });

  it("in JSON, without JavaScript: the same records, whole", { timeout: 180_000 }, async () => {
    const page = await open({ as: ACCOUNT, javaScriptEnabled: false });
    await page.goto("/acorn/sign-ins/interactive?range=7d&errorCode=50126");
    await ask(page, "json", "Whole records");
    await page.goto(await linkInMail("Whole records"));
    const { bytes } = await download(page);
    const files = Object.entries(unzip(bytes)).map(([, text]) => JSON.parse(text));
    expect(files).toHaveLength(4);
    expect(files[0].map(({ id }: { id: string }) => id)).toEqual(await matching(1, "Whole records"));
    for (const record of files[0]) expect(record).toMatchObject({ status: { errorCode: 50126 } });
    expect(files[0][0].authenticationDetails.length).toBeGreaterThan(0);
  });

  it("is offered with the count of each log, and names the filters that a log does not have", async () => {
    const page = await open({ as: ACCOUNT });
    await page.goto("/acorn/exports/new?range=7d&errorCode=50126&user=a");
    await page.locator('[data-log="interactive"] [data-count]', { hasText: /\d+ record/ }).waitFor();
    const other = await page.locator('[data-log="service-principal"]').textContent();
    expect(other).toContain("Not applied, because this log does not have it: User");
    await page.locator('[data-log="interactive"]').getByLabel("User", { exact: true }).fill("");
    await page.locator('[data-log="interactive"]').getByLabel("Error code").fill("50126");
    await page.getByRole("button", { name: "Count again" }).click();
    const expected = (await matching(1)).length;
    await page.locator('[data-log="interactive"] [data-count]', { hasText: `${expected} record` }).waitFor();
  });
});

describe("the address of a bundle", () => {
  it("refuses each as it should: not signed in, another tenant, no role, no license, ranges beyond the end", async () => {
    const [row] =
      await site.sql`select e.export_id as id, e.bytes::int as bytes from exports e join tenants t using (tenant_id)
      where t.slug = 'acorn' and e.status in ('mailing', 'ready') limit 1`;
    const path = (tenant: string) => `/${tenant}/exports/${row?.id}/file`;
    const as = async (account: string) => ({ cookie: await signIn(site, account) });
    const statusOf = async (tenant: string, headers = {}) => (await getPage(site, path(tenant), headers)).status;
    expect(await getPage(site, path("acorn"))).toMatchObject({
      status: 307,
      location: expect.stringMatching(/^\/sign-in/),
    });
    expect(await statusOf("acorn", await as("admin@birch.example"))).toBe(404);
    expect(await statusOf("birch", await as("admin@birch.example"))).toBe(404);
    expect(await statusOf("acorn", await as("user@acorn.example"))).toBe(403);
    expect(await statusOf("acorn", await as("reports@acorn.example"))).toBe(403);
    expect(await statusOf("cedar", await as("admin@cedar.example"))).toBe(403);
    const cookie = await as("admin@acorn.example");
    expect(await statusOf("acorn", { ...cookie, range: `bytes=${row?.bytes}-` })).toBe(416);
    const part = await fetch(site.url + path("acorn"), { headers: { ...cookie, range: "bytes=0-3" } });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      `bytes 0-3/${row?.bytes}`,
      "PK\u0003\u0004",
    ]);
    expect(part.headers.get("content-length")).toBe("4");
    for (const method of ["HEAD", "GET"]) {
      const whole = await fetch(site.url + path("acorn"), { method, headers: cookie });
      expect([whole.status, whole.headers.get("content-length")]).toEqual([200, String(row?.bytes)]);
      await whole.arrayBuffer();
    }
    await site.sql`update exports set expires_at = now() - interval '1 minute' where export_id = ${row?.id}`;
    expect(await statusOf("acorn", cookie)).toBe(410);
    const page = await getPage(site, `/acorn/exports/${row?.id}`, cookie);
    expect(page.html).toMatch(/Ask again/);
  });
});
