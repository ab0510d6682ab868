import { beforeAll, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import type { CategorySlug } from "@/lib/model/categories";
import { parseLogQuery } from "@/lib/model/log-query";
import { countSignIns } from "@/lib/services/sign-ins/count-log";
import { expectAccessible } from "@/tests/helpers/axe";
import { openBrowser } from "@/tests/helpers/browser";
import { graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, getPage, openSite, signIn, visibleText } from "@/tests/helpers/site";

/** A folder for pictures of the pages, for who wants to look at them. */
const { SHOTS } = process.env;
const site = openSite();
const open = openBrowser(site);
const READER = "reports@acorn.example";

interface Link {
  n: number;
  href: string;
}

/** The figures of an overview that lead somewhere. */
function figuresIn(html: string): Link[] {
  return [...html.matchAll(/<a [^>]*class="figure[^>]*>/g)].flatMap(([tag]) => {
    const href = /href="([^"]+)"/.exec(tag)?.[1]?.replaceAll("&amp;", "&");
    const n = /aria-label="([\d\u202f]+):/.exec(tag)?.[1]?.replaceAll("\u202f", "");
    return href && n ? [{ n: Number(n), href }] : [];
  });
}

/** How many sign-ins the log at an address holds. Where the page says that it stopped counting, with more time. */
async function countAt(href: string, cookie: string): Promise<number> {
  // The fewest rows: what the page says of all of them is the same.
  const { status, html } = await getPage(site, `${href}&size=25`, { cookie });
  expect({ href, status }).toEqual({ href, status: 200 });
  const shown = /<p class="log-count[\s\S]*?<\/p>/.exec(html)?.[0] ?? "";
  if (/at least|uncounted/.test(visibleText(shown))) return countPatiently(href);
  const counted = /title="([\d\u202f]+) sign-ins"/.exec(shown) ?? /([\d ]+) sign-ins?\b/.exec(visibleText(shown));
  return Number(counted?.[1]?.replace(/\s/g, "") ?? "0");
}

async function countPatiently(href: string): Promise<number> {
  const { pathname, searchParams } = new URL(href, site.url);
  const [, tenant = "", , slug = ""] = pathname.split("/");
  const parsed = parseLogQuery(slug as CategorySlug, searchParams, { now: new Date(), zone: "UTC" });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { n } = await countSignIns(await systemScope(tenant, "test"), parsed.query, { budgetMs: 60_000 });
  return n;
}

describe("the overview of the demo", () => {
  let cookie: string;
  beforeAll(async () => {
    cookie = await signIn(site, READER);
  });

  it.each(["24h", "7d", "1m"])("leads from each figure to exactly those sign-ins, range %s", async (range) => {
    const { status, html } = await getPage(site, `/acorn?range=${range}`, { cookie });
    expect(status).toBe(200);
    const all = figuresIn(html);
    expect(all.length).toBeGreaterThan(30);
    // The week's figures count people and things: their links lead to these ones' sign-ins.
    const week = html.slice(html.indexOf('id="overview-week"'), html.indexOf('id="overview-more"'));
    const distinct = new Set(figuresIn(week).map(({ href }) => href));
    const lists = figuresIn(html.slice(html.indexOf('id="overview-more"')));
    const bars = figuresIn(html.slice(0, html.indexOf('id="overview-week"')));
    const sample = [...lists.filter((_, index) => index % 3 === 0), ...bars.filter((_, index) => index % 11 < 2)];
    for (const { n, href } of sample.slice(0, 24)) {
      if (!distinct.has(href)) expect({ href, n: await countAt(href, cookie) }).toEqual({ href, n });
    }
    for (const href of distinct) expect(await countAt(href, cookie)).toBeGreaterThan(0);
  });

  it("refuses a range that is none with 400, and says which there are", async () => {
    const { status, html } = await getPage(site, "/acorn?range=year", { cookie });
    expect(status).toBe(400);
    expect(visibleText(html)).toContain("allowed: 24h, 7d, 1m");
  });

  it("keeps to the gates of the logs", async () => {
    for (const [account, path, status] of [
      ["user@acorn.example", "/acorn", 403],
      ["admin@cedar.example", "/cedar", 403],
      [READER, "/birch", 404],
    ] as const) {
      const answer = await getPage(site, path, { cookie: await signIn(site, account) });
      expect({ path, status: answer.status }).toEqual({ path, status });
      expect(answer.html).not.toContain("overview-card");
    }
  });

  it("leads from a bar of a chart to its part of the log, and from a country on the map", async () => {
    const page = await open({ as: READER });
    await page.goto("/acorn?range=1m");
    const bar = page
      .locator('[data-log="interactive"] .pattern svg a')
      .filter({ has: page.locator("rect[data-tone]") });
    const label = await bar.last().getAttribute("aria-label");
    const told = [...(label ?? "").matchAll(/([\d\u202f]+) (?:success|failure|interrupted)/g)];
    const n = told.reduce((sum, [, text]) => sum + Number(text?.replaceAll("\u202f", "")), 0);
    await bar.last().click();
    await page.waitForURL(/sign-ins\/interactive\?range=custom/);
    expect(((await page.locator(".log-count").textContent()) ?? "").replaceAll("\u202f", "")).toMatch(
      new RegExp(`^${n} sign-ins?$`),
    );
    await page.goBack();
    const country = page.locator(".world-map a").first();
    const href = (await country.getAttribute("href")) ?? "";
    expect(href).toContain("country=%3D");
  });

  it("is whole without JavaScript, its tables included", async () => {
    const page = await open({ as: READER, javaScriptEnabled: false });
    await page.goto("/acorn");
    const card = page.locator('[data-log="interactive"]');
    await card.getByText("As a table").click();
    await expect.poll(() => card.locator("table a.figure").count()).toBeGreaterThan(3);
    await page.getByRole("link", { name: "Last 24 hours" }).click();
    await expect.poll(() => page.locator('[aria-current="page"]', { hasText: "Last 24 hours" }).count()).toBe(1);
  });
});

describe("an overview", () => {
  beforeAll(async () => {
    const [empty, single] = [await addOrganisation("hollow"), await addOrganisation("single")];
    await empty.addUser("reader", "reports-reader");
    await single.addUser("reader", "reports-reader");
    await single.addSignIns(graphSignIn());
  });

  it.each([
    ["of millions", "acorn", READER],
    ["of one sign-in", "single", "reader@single.example"],
    ["of none", "hollow", "reader@hollow.example"],
  ])("%s is accessible and does not scroll sideways", async (_, tenant, account) => {
    const page = await open({ as: account });
    await page.goto(`/${tenant}?range=1m`);
    if (tenant === "hollow") expect(await page.locator("main").textContent()).toContain("No sign-ins in this range");
    else await page.locator(".behind > summary").first().click();
    const seen = async (look: string) =>
      SHOTS && page.screenshot({ path: `${SHOTS}/${tenant} ${look}.png`, fullPage: true });
    await expectAccessible(page, { seen });
  });
});
