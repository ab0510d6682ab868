/** The rows of the log: from the server, in order, filtered and paged, with and without JavaScript. */
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { HOUR_MS } from "@/lib/model/retention";
import { addFilter, openBrowser, openFilter, shownColumn, shownIds } from "@/tests/helpers/browser";
import { getPage, openSite, rowIds, signIn } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
const READER = "reports@acorn.example";
const LOG = "/acorn/sign-ins/interactive";
/** Rows of a page: a browser draws a long table for longer than a test looks at it. */
const SIZE = 25;

interface Stored {
  id: string;
  at: Date;
  principalName: string;
  applicationName: string;
  status: number;
  ipText: string;
}

/** What the demo stored, newest first, by a query of our own. */
let stored: Stored[];

beforeAll(async () => {
  stored = await site.sql<Stored[]>`
    select id, created_at + created_ms * interval '1 ms' as at, principal_name as "principalName",
      application_name as "applicationName", status, ip_text as "ipText"
    from sign_ins where category = 1 and tenant_id = (select tenant_id from tenants where slug = 'acorn')
    order by created_at desc, created_ms desc, id desc`;
});

/** The second of a row, counted from the newest: the demo's nights and weekends are quiet, so hours would not do. */
const timeOf = (row: number) => new Date(Math.floor((stored[row]?.at.getTime() as number) / 1000) * 1000);
/** After the newest row. */
const end = () => new Date(timeOf(0).getTime() + HOUR_MS);
/** A range that stays where it is while the test runs. */
const fixed = (from: Date, to: Date) => ({ range: "custom", from: from.toISOString(), to: to.toISOString() });
const storedIn = (from: Date, to: Date) => stored.filter(({ at }) => at >= from && at < to);
const idsOf = (rows: readonly Stored[]) => rows.map(({ id }) => id);
const address = (params: Record<string, string>) => `${LOG}?${new URLSearchParams(params)}`;
const parameters = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

/** The value that most of the newest rows have in common, so that a filter for it finds some. */
function usual(field: "principalName" | "applicationName" | "ipText"): string {
  const counts = new Map<string, number>();
  for (const row of storedIn(timeOf(120), end())) counts.set(row[field], (counts.get(row[field]) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] as string;
}

describe("the interactive log", () => {
  it("holds its rows in the HTML of the first answer", async () => {
    const { status, html } = await getPage(site, LOG, { cookie: await signIn(site, READER) });
    expect(status).toBe(200);
    const day = stored.filter(({ at }) => at.getTime() >= Date.now() - 24 * HOUR_MS);
    expect(rowIds(html)).toEqual(idsOf(day.slice(0, 50)));
    expect(html.match(/<table/g)).toHaveLength(1);
  });

  it("asks the server for no data of its own", async () => {
    const page = await open({ as: READER, timezoneId: "Asia/Kolkata" });
    const asked: string[] = [];
    page.on("response", async (response) => {
      const type = response.headers()["content-type"] ?? "";
      const fetched = ["xhr", "fetch"].includes(response.request().resourceType());
      if (fetched || type.includes("json")) asked.push(`${type} ${new URL(response.url()).pathname}`);
    });
    await page.goto(`${LOG}?range=7d`, { waitUntil: "networkidle" });
    await page.getByRole("link", { name: "Older" }).click();
    await page.getByRole("link", { name: "Newer" }).waitFor();
    await page.locator("tr[data-sign-in-id] td[data-col=status]").first().click();
    await page.getByRole("complementary", { name: "Details of the sign-in" }).waitFor();
    expect(asked.filter((each) => each.includes("json"))).toEqual([]);
    // Pages in parts, made by the same server components: nothing else was fetched.
    expect(new Set(asked)).toEqual(new Set([`text/x-component ${LOG}`]));
  });

  it("shows the default columns in order, newest first, and no empty cell", async () => {
    const page = await open({ as: READER, javaScriptEnabled: false });
    await page.goto(`${LOG}?range=7d`);
    const headers = await page
      .locator("thead th")
      .evaluateAll((cells) => cells.map((cell) => cell.firstChild?.textContent));
    expect(headers).toEqual([
      ...["Date", "Request ID", "User", "Application", "Status", "IP address", "Location", "Conditional Access"],
    ]);
    expect(await shownIds(page)).toEqual(idsOf(stored.slice(0, 50)));
    expect(await shownColumn(page, "user")).toEqual(stored.slice(0, 50).map((row) => row.principalName));
    const times = await page.locator("td time").evaluateAll((all) => all.map((time) => time.getAttribute("datetime")));
    expect(times).toEqual(stored.slice(0, 50).map(({ at }) => at.toISOString()));
    const cells = await page.locator("tbody td").allInnerTexts();
    expect(cells.filter((text) => text.trim() === "")).toEqual([]);
  });
});

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("filtering %s", (_, javaScriptEnabled) => {
  const span = () => ({ from: timeOf(120), to: end() });

  async function openLog(): Promise<Page> {
    const page = await open({ as: READER, javaScriptEnabled });
    await page.goto(address({ ...fixed(span().from, span().to), size: String(SIZE) }));
    return page;
  }

  async function expectRows(page: Page, matches: (row: Stored) => boolean): Promise<void> {
    const expected = idsOf(storedIn(span().from, span().to).filter(matches)).slice(0, SIZE);
    expect(expected.length).toBeGreaterThan(0);
    await expect.poll(() => shownIds(page)).toEqual(expected);
  }

  it("by user, from the form, whatever the letter case", async () => {
    const name = usual("principalName");
    const page = await openLog();
    await addFilter(page, "User", name.toUpperCase());
    await page.waitForURL(/user=/);
    await expectRows(page, (row) => row.principalName.toLowerCase().startsWith(name.toLowerCase()));
  });

  it("by the beginning of an application's name", async () => {
    const part = usual("applicationName").slice(0, 5);
    const page = await openLog();
    await addFilter(page, "Application", part);
    await page.waitForURL(/application=/);
    await expectRows(page, (row) => row.applicationName.toLowerCase().startsWith(part.toLowerCase()));
  });

  it("by status, several at once", async () => {
    const page = await openLog();
    const form = await openFilter(page, "Status");
    await form.getByRole("checkbox", { name: "Failure" }).check();
    await form.getByRole("checkbox", { name: "Interrupted" }).check();
    await form.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL(/status=failure&status=interrupted/);
    await expectRows(page, (row) => row.status !== 1);
    expect(new Set(await shownColumn(page, "status"))).not.toContainEqual(expect.stringMatching(/^Success/));
  });

  it("by IP address: its beginning and a block", async () => {
    const ip = usual("ipText");
    const page = await openLog();
    await addFilter(page, "IP address", ip);
    await page.waitForURL(/ip=/);
    await expectRows(page, (row) => row.ipText.startsWith(ip));
    const network = ip.split(".").slice(0, 2).join(".");
    await addFilter(page, "IP address", `${network}.0.0/16`);
    await page.waitForURL(/ip=[^&]*%2F16/);
    await expectRows(page, (row) => row.ipText.startsWith(`${network}.`));
  });

  it("by request ID, and back by the chip's cross", async () => {
    const row = storedIn(span().from, span().to)[7] as Stored;
    const page = await openLog();
    await addFilter(page, "Request ID", row.id);
    await page.waitForURL(/requestId=/);
    await expectRows(page, ({ id }) => id === row.id);
    await page.getByTitle("Remove the filter Request ID").click();
    await page.waitForURL((url) => !url.searchParams.get("requestId"));
    await expectRows(page, () => true);
  });

  it("to nothing says which filter to loosen, and does it", async () => {
    const page = await openLog();
    await addFilter(page, "User", "Nobody by this name");
    await page.getByText("No sign-ins match these filters").waitFor();
    await page.getByRole("link", { name: "Without User" }).click();
    await page.waitForURL((url) => !url.searchParams.get("user"));
    await expectRows(page, () => true);
  });

  it("by range: a week, a month, and two ends of one's own", async () => {
    const page = await open({ as: READER, javaScriptEnabled });
    await page.goto(`${LOG}?size=${SIZE}`);
    const choose = async (label: string, value: string) => {
      await page.locator("select[name=range]").selectOption({ label });
      // With JavaScript the choice is enough.
      if (!javaScriptEnabled) await page.getByRole("button", { name: "Apply" }).click();
      await page.waitForURL((url) => url.searchParams.get("range") === value);
    };
    const rangeText = page.locator("footer.pager p");
    await choose("Last 7 days", "7d");
    await expect.poll(() => rangeText.textContent()).toContain("Last 7 days, since");
    await choose("Last month", "1m");
    await expect.poll(() => rangeText.textContent()).toContain("Last month, since");
    expect(await shownIds(page)).toEqual(idsOf(stored.slice(0, SIZE)));

    const [from, to] = [timeOf(45), timeOf(30)];
    // Browsers leave out the seconds of a whole minute.
    const wallClock = (at: Date) => at.toISOString().slice(0, 19).replace(/:00$/, "");
    if (!javaScriptEnabled) await page.goto(`${LOG}?range=custom&from=2020-01-01`);
    else await page.locator("select[name=range]").selectOption("custom");
    await page.getByLabel("From", { exact: true }).fill(wallClock(from));
    await page.getByLabel("To", { exact: true }).fill(wallClock(to));
    await page.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL((url) => url.searchParams.get("to")?.startsWith(wallClock(to)) ?? false);
    const expected = idsOf(storedIn(from, to));
    expect(expected.length).toBeGreaterThan(0);
    await expect.poll(() => shownIds(page)).toEqual(expected.slice(0, SIZE));
  });
});

describe("the rolling ranges", () => {
  it("can be chosen before the page's scripts have come", async () => {
    const page = await open({ as: READER });
    let release = () => {};
    const chosen = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/*.js", async (route) => {
      await chosen;
      await route.continue();
    });
    await page.goto(`${LOG}?range=24h`, { waitUntil: "commit" });
    await page.locator("select[name=range]").selectOption("7d");
    release();
    await page.waitForURL((url) => url.searchParams.get("range") === "7d");
  });

  it("begin that long before now", async () => {
    const cookie = await signIn(site, READER);
    for (const [range, hours] of [
      ["24h", 24],
      ["7d", 168],
      ["1m", 720],
    ] as const) {
      const before = Date.now();
      const { html } = await getPage(site, `${LOG}?range=${range}&tz=utc`, { cookie });
      const [, day, time] = /since (?:<!-- -->)?(\d+ \w+ \d+), (\d\d:\d\d)/.exec(html) ?? [];
      const since = Date.parse(`${day} ${time} UTC`);
      expect(Math.abs(since - (before - hours * HOUR_MS))).toBeLessThan(24 * HOUR_MS);
      if (range !== "1m") expect(Math.abs(since - (before - hours * HOUR_MS))).toBeLessThan(120_000);
    }
  });
});

describe("paging", () => {
  it("shows every row once on the way to the oldest, and again on the way back, without JavaScript", async () => {
    const expected = storedIn(timeOf(80), end());
    expect(expected.length).toBeGreaterThan(3 * SIZE);
    const page = await open({ as: READER, javaScriptEnabled: false });
    await page.goto(address({ ...fixed(timeOf(80), end()), size: String(SIZE) }));
    const pages = [await shownIds(page)];
    for (const direction of ["Older", "Newer"]) {
      const link = page.getByRole("link", { name: direction });
      const walked: string[][] = [await shownIds(page)];
      while ((await link.count()) > 0) {
        const before = page.url();
        await link.click();
        await page.waitForURL((url) => url.href !== before);
        const ids = await shownIds(page);
        if (direction === "Older") walked.push(ids);
        else walked.unshift(ids);
      }
      expect(walked.flat()).toEqual(idsOf(expected));
      expect(walked.every((ids) => ids.length <= SIZE)).toBe(true);
      pages.push(...walked);
    }
    expect(new Set(pages.flat()).size).toBe(expected.length);
  });

  it("goes there and back with JavaScript too, from the same address", async () => {
    const expected = idsOf(storedIn(timeOf(150), end()));
    const page = await open({ as: READER });
    await page.goto(address({ ...fixed(timeOf(150), end()), size: "25" }));
    await page.getByRole("link", { name: "Older" }).click();
    await expect.poll(() => shownIds(page)).toEqual(expected.slice(25, 50));
    const second = page.url();
    await page.getByRole("link", { name: "Newer" }).click();
    await expect.poll(() => shownIds(page)).toEqual(expected.slice(0, 25));
    await page.goBack();
    await expect.poll(() => shownIds(page)).toEqual(expected.slice(25, 50));
    const other = await open({ as: "secreader@acorn.example", javaScriptEnabled: false });
    await other.goto(second);
    expect(await shownIds(other)).toEqual(expected.slice(25, 50));
  });

  it("takes another number of rows from its list", async () => {
    const page = await open({ as: READER });
    await page.goto(address({ ...fixed(timeOf(150), end()) }));
    await page.locator("select[name=size]").selectOption("100");
    await expect.poll(() => shownIds(page)).toHaveLength(100);
    expect(parameters(page)).toMatchObject({ size: "100", range: "custom" });
  });
});
