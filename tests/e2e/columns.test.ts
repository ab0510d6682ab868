/** What readers choose for their own log pages: columns, rows, one log or four; and going through the rows by keys. */
import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { LICENSE_DEFINITIONS } from "@/lib/model/licenses";
import { DAY_MS } from "@/lib/model/retention";
import { violations } from "@/tests/helpers/axe";
import { openBrowser, PHONE, shownColumn, shownIds } from "@/tests/helpers/browser";
import { graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, getPage, type Organisation, openSite, PASSWORD, signIn } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
const DEFAULT = ["Date", "Request ID", "User", "Application", "Status", "IP address", "Location", "Conditional Access"];
const ROWS = 30;

let rowan: Organisation;
let people = 0;

beforeAll(async () => {
  rowan = await addOrganisation("rowan-columns", "premium_p1");
  await rowan.addSignIns(
    ...Array.from({ length: ROWS }, (_, index) =>
      graphSignIn({
        ...{ id: `row-${index}`, createdDateTime: new Date(Date.now() - (index + 1) * 60_000).toISOString() },
        ...{ processingTimeInMilliseconds: 1000 + index, riskState: "atRisk", sessionId: `session-${index}` },
        mfaDetail: { authMethod: "Text message" },
      }),
    ),
    graphSignIn({ ...{ id: "quiet", signInEventTypes: ["nonInteractiveUser"] } }),
  );
});

/** Each test has a reader of its own, who has chosen nothing yet. */
const newReader = () => rowan.addUser(`reader-${++people}`, "security-reader");
const log = (slug = "interactive") => `/${rowan.slug}/sign-ins/${slug}`;

async function openLog(page: Page, path = log()): Promise<Page> {
  await page.goto(path);
  await page.locator("html[data-js]").waitFor();
  return page;
}

const headers = (page: Page) =>
  page.locator("thead th").evaluateAll((cells) => cells.map((cell) => cell.firstChild?.textContent));

async function openMenu(page: Page): Promise<Locator> {
  await page.locator(".columns-menu > summary").click();
  const menu = page.locator(".columns-menu > div");
  await menu.getByRole("button", { name: "Save columns" }).waitFor();
  return menu;
}

const box = (within: Page | Locator, name: string) => within.getByRole("checkbox", { name, exact: true });

describe("the columns of the interactive log", () => {
  it("are added, taken away and moved in a menu, by mouse and by keyboard", async () => {
    const page = await openLog(await open({ as: await newReader() }));
    const menu = await openMenu(page);
    expect(await violations(page, "body")).toEqual([]);
    expect(await menu.getByRole("checkbox").count()).toBeGreaterThanOrEqual(34);
    for (const name of ["Latency", "MFA method", "Conditional Access", "Location"]) await box(menu, name).click();
    const move = menu.getByRole("button", { name: "Move Latency up" });
    await move.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    expect(await menu.getByRole("status").textContent()).toBe("Latency is now column 5 of 8.");
    expect(await move.evaluate((button) => button === document.activeElement)).toBe(true);
    await menu.locator("li", { hasText: "MFA method" }).dragTo(menu.locator("li", { hasText: "Request ID" }));
    await menu.getByRole("button", { name: "Save columns" }).click();
    const chosen = ["Date", "MFA method", "Request ID", "User", "Application", "Latency", "Status", "IP address"];
    await expect.poll(() => headers(page)).toEqual(chosen);
    expect((await shownColumn(page, "latency")).slice(0, 2)).toEqual(["1\u202f000 ms", "1\u202f001 ms"]);
    expect(new Set(await shownColumn(page, "mfaMethod"))).toEqual(new Set(["Text message"]));
    // Back where it was, with the menu closed.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Columns");
    expect(await page.locator(".columns-menu").getAttribute("open")).toBeNull();
  });

  it("are remembered for the reader alone, after signing out and in again, until they are reset", async () => {
    const reader = await newReader();
    const page = await openLog(await open({ as: reader }));
    const menu = await openMenu(page);
    await box(menu, "Session ID").click();
    await menu.getByRole("button", { name: "Save columns" }).click();
    await expect.poll(() => headers(page)).toEqual([...DEFAULT, "Session ID"]);

    const later = await open();
    const [name = "", value = ""] = (await signIn(site, reader, PASSWORD)).split(/=(.*)/s);
    await later.context().addCookies([{ name, value, url: site.url }]);
    await openLog(later, `${log()}?size=25`);
    expect(await headers(later)).toEqual([...DEFAULT, "Session ID"]);
    const other = await getPage(site, log(), { cookie: await signIn(site, await newReader()) });
    expect(other.html).not.toContain("Session ID");

    await (await openMenu(later)).getByRole("button", { name: "Reset to default" }).click();
    await expect.poll(() => headers(later)).toEqual(DEFAULT);
    expect(later.url()).toContain("?size=25");
  });

  it("are chosen without JavaScript on a page of their own, by boxes and numbers", async () => {
    const page = await open({ as: await newReader(), javaScriptEnabled: false });
    await page.goto(`${log()}?range=7d`);
    await page.getByRole("link", { name: "Columns" }).click();
    await box(page, "Request ID").uncheck();
    await box(page, "Latency").check();
    await box(page, "Risk state").check();
    await page.getByLabel("Position of Status").fill("1");
    await page.getByRole("button", { name: "Save columns" }).click();
    await expect
      .poll(() => headers(page))
      .toEqual([
        ...["Status", "Date", "User", "Application", "IP address", "Location", "Conditional Access"],
        ...["Latency", "Risk state"],
      ]);
    expect(page.url()).toMatch(/interactive\?range=7d$/);
    // Risk is no part of this license.
    expect(new Set(await shownColumn(page, "riskState"))).toEqual(new Set(["hidden"]));
    await page.locator("tr[data-sign-in-id] a[data-row-link]").first().click();
    await page.getByRole("complementary", { name: "Details of the sign-in" }).waitFor();
    await page.getByRole("link", { name: "Close the details" }).click();
    await page.getByRole("link", { name: "Columns" }).click();
    await page.getByRole("button", { name: "Reset to default" }).click();
    await expect.poll(() => headers(page)).toEqual(DEFAULT);
  });

  it("scroll sideways inside the table, under a header and a first column that stay", async () => {
    const page = await openLog(await open({ as: await newReader() }));
    const menu = await openMenu(page);
    const wanted = ["User agent", "Failure reason", "MFA result", "Username", "Sign-in identifier"];
    for (const label of wanted) await box(menu, label).click();
    await menu.getByRole("button", { name: "Save columns" }).click();
    await page.locator("th", { hasText: "Username" }).waitFor();
    const place = async (selector: string) => await page.locator(selector).first().boundingBox();
    const before = [await place("thead th"), await place("tbody td")];
    await page.locator(".table-box").evaluate((box) => box.scrollTo(600, 200));
    const after = [await place("thead th"), await place("tbody td")];
    expect(after.map((box) => box?.x)).toEqual(before.map((box) => box?.x));
    expect(after[0]?.y).toBe(before[0]?.y);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    const cells = await page.locator("tbody td:visible").allInnerTexts();
    expect(cells.filter((text) => text.trim() === "")).toEqual([]);
  });

  it("make no difference to the card that a row is on a phone", async () => {
    const page = await open({ as: await newReader(), javaScriptEnabled: false, viewport: PHONE });
    await page.goto(`${log()}/columns`);
    for (const label of ["User", "Application", "Status"]) await box(page, label).uncheck();
    await page.getByRole("button", { name: "Save columns" }).click();
    const card = page.locator("tr[data-sign-in-id]").first();
    for (const text of ["Ada Berg", "Office", "Success"]) expect(await card.textContent()).toContain(text);
    await card.locator("a[data-row-link]").click();
    await page.getByRole("complementary", { name: "Details of the sign-in" }).waitFor();
  });

  it("are fixed in the other three logs, which say so", async () => {
    const page = await open({ as: await newReader() });
    for (const slug of ["non-interactive", "service-principal", "managed-identity"]) {
      await page.goto(log(slug));
      expect(await page.getByRole("button", { name: "Columns fixed" }).isDisabled()).toBe(true);
      expect(
        (await getPage(site, `${log(slug)}/columns`, { cookie: await signIn(site, "secreader@acorn.example") })).status,
      ).toBe(404);
    }
  });

  it("cannot be chosen by who may not read the log", async () => {
    const nobody = await signIn(site, await rowan.addUser("nobody"));
    expect((await getPage(site, `${log()}/columns`, { cookie: nobody })).status).toBe(403);
    const stranger = await signIn(site, "secreader@acorn.example");
    expect((await getPage(site, `${log()}/columns`, { cookie: stranger })).status).toBe(404);
    expect((await getPage(site, `${log()}/columns`)).status).toBe(307);
  });
});

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("%s", (_, javaScriptEnabled) => {
  it("the classic view leaves the interactive log alone, for this reader, until all four are shown again", async () => {
    const reader = await newReader();
    const page = await open({ as: reader, javaScriptEnabled });
    await page.goto(`${log("non-interactive")}?range=7d`);
    const tabs = page.getByRole("navigation", { name: "Logs" }).getByRole("link");
    const tabNames = () => tabs.evaluateAll((all) => all.map((tab) => tab.firstChild?.textContent));
    const sections = page.getByRole("navigation", { name: "Main" }).locator("a[href*='/sign-ins/']");
    expect(await tabs.count()).toBe(4);
    await page.getByRole("button", { name: "Classic view" }).click();
    await page.waitForURL(/interactive\?range=7d$/);
    await expect.poll(tabNames).toEqual(["Interactive"]);
    await expect.poll(() => sections.count()).toBe(1);

    // A link to a hidden log still opens it, and says so.
    await page.goto(`${log("non-interactive")}?range=7d`);
    expect(await shownIds(page)).toEqual(["quiet"]);
    expect(await page.locator(".notice").textContent()).toMatch(/classic view hides the non-interactive log/);
    expect(await tabNames()).toEqual(["Interactive", "Non-interactive"]);

    await page.getByRole("button", { name: "Show all four logs" }).click();
    await expect.poll(() => tabs.count()).toBe(4);
    expect(page.url()).toMatch(/non-interactive\?range=7d$/);
    await expect.poll(() => sections.count()).toBe(4);
  });

  it("rows are as high as the reader likes, and stay so", async () => {
    const page = await open({ as: await newReader(), javaScriptEnabled });
    await page.goto(log());
    const height = () =>
      page
        .locator("tr:is([data-sign-in-id], [data-group-key])")
        .first()
        .evaluate((row) => row.getBoundingClientRect().height);
    expect(await height()).toBe(36);
    await page.getByRole("button", { name: /Switch to comfortable/ }).click();
    await expect.poll(height).toBe(44);
    await page.goto(log("non-interactive"));
    expect(await height()).toBe(44);
  });

  it("each log explains behind its question mark what counts, and says how far back it goes and why", async () => {
    const page = await open({ as: await newReader(), javaScriptEnabled, timezoneId: "UTC" });
    await page.goto(log("managed-identity"));
    const hint = page.locator(".hint > div");
    expect(await hint.isVisible()).toBe(false);
    await page.locator(".hint > summary").click();
    expect(await hint.textContent()).toMatch(/secret that its platform keeps/);
    const { retentionDays } = LICENSE_DEFINITIONS.premium_p1;
    const since = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - retentionDays * DAY_MS);
    const day = since.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
    const said = await page.locator(".log-title > p", { hasText: "Goes back" }).textContent();
    expect(said).toContain(`Goes back to ${day.replace("Sept", "Sep")}, 00:00 (UTC): Premium P1 keeps 30 days.`);
  });
});

describe("by keyboard", () => {
  const focusedRow = (page: Page) =>
    page.evaluate(() => document.activeElement?.closest("tr")?.getAttribute("data-sign-in-id"));

  it("the arrows go from row to row and stay in sight, Enter opens, Esc closes, and j opens the next", async () => {
    const page = await openLog(await open({ as: await newReader() }));
    await page.keyboard.press("ArrowDown");
    expect(await focusedRow(page)).toBe("row-0");
    for (let presses = 0; presses < 24; presses++) await page.keyboard.press("ArrowDown");
    expect(await focusedRow(page)).toBe("row-24");
    const inSight = await page.evaluate(() => {
      const row = document.activeElement?.closest("tr")?.getBoundingClientRect();
      const box = document.querySelector(".table-box")?.getBoundingClientRect();
      return row && box && row.top >= box.top && row.bottom <= box.bottom;
    });
    expect(inSight).toBe(true);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowUp");
    expect(await focusedRow(page)).toBe("row-0");
    await page.keyboard.press("End");
    expect(await focusedRow(page)).toBe(`row-${ROWS - 1}`);
    await page.keyboard.press("Enter");
    const pane = page.getByRole("complementary", { name: "Details of the sign-in" });
    await pane.waitFor();
    expect(await pane.textContent()).toContain(`row-${ROWS - 1}`);
    await page.keyboard.press("Escape");
    await expect.poll(() => pane.count()).toBe(0);
    expect(await focusedRow(page)).toBe(`row-${ROWS - 1}`);
  });

  it("Right opens a group and goes into it, Left goes back to it and closes it", async () => {
    const page = await openLog(await open({ as: await newReader() }));
    await page.evaluate(() => {
      const row = document.querySelector("tr[data-sign-in-id='row-1']") as HTMLElement;
      row.insertAdjacentHTML(
        "beforebegin",
        '<tr data-group-key="g"><td><a data-row-link href="#" aria-expanded="false">Group</a></td></tr>',
      );
      const link = row.previousElementSibling?.querySelector("a") as HTMLElement;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        link.ariaExpanded = link.ariaExpanded === "true" ? "false" : "true";
      });
    });
    const group = page.locator("tr[data-group-key] a");
    const pressed = async (key: string) => {
      await page.keyboard.press(key);
      return [await group.getAttribute("aria-expanded"), await focusedRow(page)];
    };
    await page.keyboard.press("ArrowDown");
    expect(await pressed("ArrowDown")).toEqual(["false", null]);
    expect(await pressed("ArrowRight")).toEqual(["true", null]);
    expect(await pressed("ArrowRight")).toEqual(["true", "row-1"]);
    expect(await pressed("ArrowLeft")).toEqual(["true", null]);
    expect(await pressed("ArrowLeft")).toEqual(["false", null]);
  });

  it("the arrows are left to whatever else has the focus", async () => {
    const page = await openLog(await open({ as: await newReader() }));
    await page.locator("select[name=size]").focus();
    await page.keyboard.press("ArrowDown");
    expect(await focusedRow(page)).toBeUndefined();
    await page.keyboard.press("Escape");
    await openMenu(page);
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator(".columns-menu").getAttribute("open")).toBeNull();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("SUMMARY");
  });
});

it("while a further page is on its way the rows stay, and a line tells after a moment that it is coming", async () => {
  const page = await openLog(await open({ as: await newReader() }), `${log()}?size=25`);
  const first = await shownIds(page);
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await page.route(/_rsc=/, async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole("link", { name: "Older" }).click();
  await page.locator(".progress-line[data-pending]").waitFor({ state: "attached" });
  expect(await shownIds(page)).toEqual(first);
  await page.getByRole("status").filter({ hasText: "Loading" }).waitFor();
  goOn();
  await expect.poll(() => shownIds(page)).toHaveLength(ROWS - 25);
});
