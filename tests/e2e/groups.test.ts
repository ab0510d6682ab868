/** The logs whose rows stand for several sign-ins: how many, which, and each of them on its own. */
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { DAY_MS } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { openBrowser, PHONE, shownIds } from "@/tests/helpers/browser";
import { graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, type Organisation, openSite } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
const YESTERDAY = (Math.floor(Date.now() / DAY_MS) - 1) * DAY_MS;
const REPEATS = 25;

let aspen: Organisation;
let people = 0;

function silent(id: string, time: string, fields: JsonObject = {}): JsonObject {
  const createdDateTime = new Date(Date.parse(`1970-01-01T${time}Z`) + YESTERDAY).toISOString();
  return graphSignIn({
    id,
    createdDateTime,
    signInEventTypes: ["nonInteractiveUser"],
    isInteractive: false,
    ...fields,
  });
}

beforeAll(async () => {
  aspen = await addOrganisation("aspen-groups", "premium_p1");
  const ben = { userId: "user-ben", userDisplayName: "Ben Aas", userPrincipalName: "ben@aspen-groups.example" };
  await aspen.addSignIns(
    ...Array.from({ length: REPEATS }, (_, index) => silent(`ada-${index}`, `12:00:${String(59 - index)}`)),
    silent("ada-late", "13:30:00"),
    silent("ben", "12:30:00", ben),
  );
});

async function openLog(query = "", options: Parameters<typeof open>[0] = {}): Promise<Page> {
  const page = await open({ as: await aspen.addUser(`reader-${++people}`, "security-reader"), ...options });
  await page.goto(`/${aspen.slug}/sign-ins/non-interactive?range=7d${query}`);
  return page;
}

const counts = (page: Page) =>
  page.locator("tr[data-group-key]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-count")));
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `ada-${from + index}`);
const pane = (page: Page) => page.getByRole("complementary", { name: "Details of the sign-in" });

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("%s", (_, javaScriptEnabled) => {
  it("a group says how many it holds, lists them by their own times a page at a time, and each opens", async () => {
    const page = await openLog("", { javaScriptEnabled });
    expect(await counts(page)).toEqual(["26", "1"]);
    expect(await page.locator(".log-count").textContent()).toBe("27 sign-ins in 2 groups");
    const group = page.locator("tr[data-count='26'] a[data-row-link]");
    expect(await group.getAttribute("aria-expanded")).toBe("false");
    await group.click();
    const firstPage = ["ada-late", ...numbers(0, 19)];
    await expect.poll(() => shownIds(page)).toEqual([...firstPage, "ben"]);
    const times = await page.locator("tr[data-member] time").allTextContents();
    expect([times.length, new Set(times).size]).toEqual([20, 20]);
    expect([times[0], times[1]?.endsWith("12:00:59")]).toEqual([expect.stringContaining("13:30:00"), true]);

    await page.getByRole("link", { name: "Older of this group" }).click();
    await expect.poll(() => shownIds(page)).toEqual([...numbers(19, REPEATS), "ben"]);
    await page.getByRole("link", { name: "Newest of this group" }).click();
    await expect.poll(() => shownIds(page)).toEqual([...firstPage, "ben"]);

    await page.locator("tr[data-sign-in-id='ada-3'] a[data-row-link]").click();
    await pane(page).waitFor();
    expect(await pane(page).textContent()).toContain("ada-3");
    expect(await shownIds(page)).toEqual([...firstPage, "ben"]);
    await page.getByRole("link", { name: "Close the details" }).click();
    await expect.poll(() => pane(page).count()).toBe(0);

    await group.click();
    await expect.poll(() => shownIds(page)).toEqual(["ben"]);
  });

  it("a sign-in that stands for itself has no caret, and opens at once", async () => {
    const page = await openLog("", { javaScriptEnabled });
    const row = page.locator("tr[data-count='1']");
    expect(await row.locator("[aria-expanded]").count()).toBe(0);
    await row.locator("a[data-row-link]").click();
    await pane(page).waitFor();
    expect(await pane(page).textContent()).toContain("Ben Aas");
  });
});

it("groups are as wide as the reader chooses, and count what the filters leave", async () => {
  const page = await openLog();
  await page.locator("html[data-js]").waitFor();
  await page.getByLabel("Grouped by").selectOption("1h");
  await expect.poll(() => counts(page)).toEqual(["1", "1", "25"]);
  expect(new URL(page.url()).searchParams.get("window")).toBe("1h");
  await page.goto(`/${aspen.slug}/sign-ins/non-interactive?range=7d&requestId=ada-3`);
  expect(await counts(page)).toEqual(["1"]);
});

it("on a phone the card of a group says how many it holds", async () => {
  const page = await openLog("", { viewport: PHONE });
  const card = page.locator("tr[data-count='26']");
  expect(await card.getByText("26", { exact: true }).isVisible()).toBe(true);
  expect(await page.locator("tr[data-count='1'] td[data-col='count']").isVisible()).toBe(false);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
});
