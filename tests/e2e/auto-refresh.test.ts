/** Logs that look for newer sign-ins by themselves, and keep the reader's place while they do. */
import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { openBrowser, shownIds } from "@/tests/helpers/browser";
import { graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, type Organisation, openSite } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
const ROWS = 40;

let hazel: Organisation;
let people = 0;

const SILENT = { signInEventTypes: ["nonInteractiveUser"], isInteractive: false };
const at = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1000).toISOString();
const signIn = (id: string, secondsAgo: number, fields: JsonObject = {}) =>
  graphSignIn({ id, createdDateTime: at(secondsAgo), ...fields });

beforeAll(async () => {
  hazel = await addOrganisation("hazel-refresh");
  await hazel.addSignIns(
    ...Array.from({ length: ROWS }, (_, index) => signIn(`row-${index}`, 60 * (index + 2))),
    ...["silent-1", "silent-2"].map((id, index) => signIn(id, 5 * (index + 1), SILENT)),
  );
});

/** A page whose clock can be put forward. */
async function openLog(path: string): Promise<Page> {
  const page = await open({ as: await hazel.addUser(`reader-${++people}`, "security-reader"), clock: true });
  await page.goto(`/${hazel.slug}/sign-ins/${path}`);
  await page.locator("html[data-js]").waitFor();
  return page;
}

const newer = (page: Page) => page.getByRole("button", { name: /newer$/ });

it("newer sign-ins wait behind their number; scroll, open details and rows stay until it is pressed, and after", async () => {
  const page = await openLog("interactive?range=24h&open=row-20");
  await page.getByLabel("Auto").selectOption({ label: "Every 30 s" });
  await page.locator(".table-box").evaluate((box) => box.scrollTo(0, 300));
  const before = await shownIds(page);
  const place = () => page.locator("tr[data-sign-in-id='row-20']").evaluate((row) => row.getBoundingClientRect().top);
  const [rowTop, focus] = [await place(), page.locator("tr[data-sign-in-id='row-19'] a[data-row-link]")];
  await focus.focus();

  await page.clock.fastForward(31_000);
  expect(await newer(page).count()).toBe(0);
  await hazel.addSignIns(signIn("new-1", 1), signIn("new-2", 0));
  await page.clock.fastForward(31_000);
  await newer(page).waitFor();
  expect(await newer(page).textContent()).toBe("2 newer");
  expect(await shownIds(page)).toEqual(before);
  expect([await place(), await focus.evaluate((link) => link === document.activeElement)]).toEqual([rowTop, true]);

  await newer(page).press("Enter");
  await expect.poll(() => shownIds(page)).toEqual(["new-2", "new-1", ...before]);
  expect(await newer(page).count()).toBe(0);
  expect(await page.getByRole("complementary", { name: "Details of the sign-in" }).textContent()).toContain("row-20");
  // The rows that were looked at stay where they are; the new ones are above them.
  expect(Math.abs((await place()) - rowTop)).toBeLessThan(2);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Refresh");

  // The next visit looks again.
  await page.reload();
  expect(await page.getByLabel("Auto").inputValue()).toBe("30");
});

it("an expanded group stays expanded, and its newest stands in it", async () => {
  const page = await openLog("non-interactive?range=24h");
  await page.locator("tr[data-group-key] a[data-row-link]").click();
  await expect.poll(() => shownIds(page)).toEqual(["silent-1", "silent-2"]);
  await page.getByLabel("Auto").selectOption({ label: "Every minute" });
  await hazel.addSignIns(signIn("silent-0", 0, SILENT));
  await page.clock.fastForward(61_000);
  await newer(page).click();
  await expect.poll(() => shownIds(page)).toEqual(["silent-0", "silent-1", "silent-2"]);
  expect(await page.locator("tr[data-group-key]").getAttribute("data-count")).toBe("3");
});

it("a log without a match looks for its first one", async () => {
  const page = await openLog("interactive?range=24h&errorCode=50126");
  expect(await shownIds(page)).toEqual([]);
  await page.getByLabel("Auto").selectOption({ label: "Every 30 s" });
  await hazel.addSignIns(signIn("wrong", 90, { status: { errorCode: 50126 } }));
  await page.clock.fastForward(31_000);
  await newer(page).click();
  await expect.poll(() => shownIds(page)).toEqual(["wrong"]);
});

it("a log that cannot be asked says so, and goes on looking", async () => {
  const page = await openLog("interactive?range=24h");
  await page.getByLabel("Auto").selectOption({ label: "Every 30 s" });
  await page.route(/\/newer\?/, (route) => route.abort());
  await page.clock.fastForward(31_000);
  await page.getByText("Looking for newer sign-ins failed").waitFor();
  await page.unroute(/\/newer\?/);
  await hazel.addSignIns(signIn("late", 0));
  await page.clock.fastForward(31_000);
  await newer(page).waitFor();
  expect(await page.getByText("Looking for newer sign-ins failed").count()).toBe(0);
});
