/** A site of its own, whose database can be taken away. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { APP_ROLE } from "@/lib/cli/embedded-postgres/roles";
import { fillInSignIn, openBrowser, shownIds } from "@/tests/helpers/browser";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { graphSignIn } from "@/tests/helpers/events";
import { keepSignInsOutOfLogs } from "@/tests/helpers/own-sign-ins";
import { type Relay, startRelay } from "@/tests/helpers/relay";
import { type Answer, addOrganisation, getPage, PASSWORD, rowIds, signIn, visibleText } from "@/tests/helpers/site";
import { startWebProcess, type WebProcess } from "@/tests/helpers/web-process";

const site = { url: "" };
const open = openBrowser(site);
const LOG = "/maple/sign-ins/interactive";
const folder = mkdtempSync(path.join(tmpdir(), "signbook-failures-"));
const logFile = path.join(folder, "web.log");
let database: TestDatabase;
let relay: Relay;
let web: WebProcess;
let superuser: Sql;
let reader: string;
let cookie: string;

beforeAll(async () => {
  database = await createTestDatabase();
  superuser = postgres(database.superuserUrl, { max: 1, onnotice: () => {} });
  await keepSignInsOutOfLogs(superuser);
  connectTo({ appUrl: database.appUrl, ownerUrl: database.ownerUrl }, { max: 2 });
  const maple = await addOrganisation("maple");
  reader = await maple.addUser("reader", "security-reader");
  await maple.addSignIns(graphSignIn({ id: "only-one" }));
  const through = new URL(database.appUrl);
  relay = await startRelay(Number(through.port));
  through.port = String(relay.port);
  web = await startWebProcess({ appUrl: through.href, logFile });
  site.url = web.url;
  cookie = await signIn(site, reader);
});

afterAll(async () => {
  await web?.stop();
  await relay?.cut();
  await closeConnections();
  await superuser?.end();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** What every failing page owes its reader. */
function expectFailurePage({ html, headers }: Answer): void {
  const text = visibleText(html);
  expect(text).toMatch(/could not (be read|answer)/);
  expect(text).toContain("those already recorded are untouched");
  expect(text).toContain("Try again");
  expect(text).toContain(headers.get("request-id"));
  expect(text).not.toMatch(/No sign-ins/);
  expect({ table: html.includes("<table"), rows: rowIds(html) }).toEqual({ table: false, rows: [] });
}

const logged = (answer: Answer) =>
  readFileSync(logFile, "utf8")
    .split("\n")
    .filter((line) => line.includes(answer.headers.get("request-id") ?? "?"))
    .map((line) => JSON.parse(line) as { level: string; msg: string; status?: number });

describe("while the database is away", () => {
  afterEach(async () => {
    await relay.restore();
    // The site tries again at its own pace.
    await expect.poll(async () => (await fetch(`${site.url}/readyz`)).status).toBe(200);
  });

  it.each(["/", "/maple", "/maple/sign-ins", LOG, `${LOG}?range=7d&open=only-one`, `${LOG}?range=never`, "/sign-in"])(
    "%s answers 503 with a page that says so, and is itself again afterwards",
    async (address) => {
      const statusNow = async () => (await getPage(site, address, { cookie })).status;
      // Every connection of the site's may have been cut, and finds out on its own.
      await expect.poll(statusNow).not.toBe(503);
      const before = await statusNow();
      await relay.cut();
      const answer = await getPage(site, address, { cookie });
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      expectFailurePage(answer);
      // The line of the request itself comes when the connection is done with it.
      await expect
        .poll(() => logged(answer))
        .toEqual([
          expect.objectContaining({ level: "warn", msg: "a part is not reachable" }),
          expect.objectContaining({ level: "info", msg: "request", status: 503 }),
        ]);
      await relay.restore();
      await expect.poll(statusNow).toBe(before);
      await relay.cut();
    },
  );

  it("a reader without JavaScript sees what failed, and gets the page by trying again", async () => {
    const page = await open({ as: reader, javaScriptEnabled: false });
    await page.goto(`${LOG}?range=7d`);
    await relay.cut();
    await page.reload();
    await page.getByRole("heading", { name: "The sign-in log could not be read" }).waitFor();
    const reference = () => page.locator("[role=alert] code").textContent();
    const first = await reference();
    await page.getByRole("link", { name: "Try again" }).click();
    await expect.poll(reference).not.toBe(first);
    await relay.restore();
    await expect
      .poll(async () => {
        const again = page.getByRole("link", { name: "Try again" });
        if (await again.isVisible()) await again.click();
        return shownIds(page);
      })
      .toEqual(["only-one"]);
    expect(new URL(page.url()).search).toBe("?range=7d");
    await relay.cut();
  });

  it("a reader with JavaScript who follows a link sees the same", async () => {
    const page = await open({ as: reader });
    await page.goto(LOG);
    await page.locator("html[data-js]").waitFor();
    await relay.cut();
    await page.locator("a[data-row-link]").first().click();
    await page.getByRole("heading", { name: "The sign-in log could not be read" }).waitFor();
    expect(new URL(page.url()).searchParams.get("open")).toBe("only-one");
    expect(await page.locator("[role=alert] code").textContent()).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("signing in is not possible, and that is not called a wrong password", async () => {
    await relay.cut();
    const page = await open({ javaScriptEnabled: false });
    await page.goto("/sign-in");
    await fillInSignIn(page, reader, PASSWORD);
    expect(await page.locator("form [role=alert]").textContent()).toBe("Signing in is not possible at the moment.");
  });
});

describe("when a query fails for a reason of our own", () => {
  const take = (table: string) => superuser.unsafe(`revoke select on ${table} from ${APP_ROLE}`);
  const give = (table: string) => superuser.unsafe(`grant select on ${table} to ${APP_ROLE}`);

  it.each([
    ["sign_ins", `${LOG}?range=24h`],
    ["sign_in_details", `${LOG}?range=24h&open=only-one`],
  ])("of %s, the page answers 500, keeps its frame, and the log has the reason", async (table, address) => {
    await take(table);
    const answer = await getPage(site, address, { cookie }).finally(() => give(table));
    expect(answer.status).toBe(500);
    expectFailurePage(answer);
    expect(answer.html.includes("permission denied")).toBe(false);
    expect(visibleText(answer.html)).toContain(reader);
    expect(logged(answer)).toEqual(
      expect.arrayContaining([expect.objectContaining({ level: "error", msg: "page failed" })]),
    );
    const again = await getPage(site, address, { cookie });
    expect([again.status, rowIds(again.html)]).toEqual([200, ["only-one"]]);
  });
});
