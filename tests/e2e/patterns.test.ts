/** Looking for what matches have in common: breaking a log down, and what policies came to. */
import { describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import type { CategorySlug } from "@/lib/model/categories";
import { parseLogQuery } from "@/lib/model/log-query";
import { countSignIns } from "@/lib/services/sign-ins/count-log";
import { sideways, violations } from "@/tests/helpers/axe";
import { DESKTOP, openBrowser, PHONE } from "@/tests/helpers/browser";
import { graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, getPage, openSite, signIn, visibleText } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
const READER = "globalreader@birch.example";
const LOG = "/birch/sign-ins/interactive";

const countOf = (text: string | null) => Number(/[\d\u202f,]+/.exec(text ?? "")?.[0].replace(/\D/g, ""));

describe("breaking a log down", () => {
  it("leads, without JavaScript, from a menu to the values and from a value to its sign-ins", async () => {
    const page = await open({ as: READER, javaScriptEnabled: false });
    await page.goto(`${LOG}?range=7d`);
    await page.getByText("Break down", { exact: true }).click();
    await page.locator(".breakdown-fields").getByRole("link", { name: "Client app", exact: true }).click();
    const panel = page.getByRole("region", { name: "Broken down by client app" });
    const row = panel.locator("li[data-key]").first();
    const [key, n] = [await row.getAttribute("data-key"), Number(await row.getAttribute("data-n"))];
    await row.getByRole("link", { name: /^Only this/ }).click();
    expect(new URL(page.url()).searchParams.get("clientApp")).toBe(`=${key}`);
    expect(countOf(await page.locator(".log-count").textContent())).toBe(n);
    await panel.getByRole("link", { name: /^All but this/ }).click();
    expect(new URL(page.url()).searchParams.getAll("clientApp")).toEqual([`!=${key}`]);
    await panel
      .getByRole("link", { name: /^All but this/ })
      .first()
      .click();
    expect(new URL(page.url()).searchParams.getAll("clientApp")).toHaveLength(2);
    await page.getByRole("link", { name: "Close the breakdown" }).click();
    expect(await panel.count()).toBe(0);
  });

  it("comes back with the other filters, goes along to the other user log, and reads well on a phone", async () => {
    // Accounts of the demo remember nothing in these tests.
    const heath = await addOrganisation("heath");
    const path = "/heath/sign-ins/interactive";
    await heath.addSignIns(graphSignIn({ createdDateTime: new Date(Date.now() - 60_000).toISOString() }));
    const page = await open({ as: await heath.addUser("rita", "reports-reader"), viewport: PHONE });
    await page.goto(`${path}?range=7d&by=country`);
    expect(await page.getByRole("region", { name: "Broken down by country" }).textContent()).toContain("Norway");
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    await page.goto(path);
    expect(page.url()).toContain("range=7d&by=country");
    const other = await page.getByRole("link", { name: "Non-interactive" }).last().getAttribute("href");
    expect(other).toContain("by=country");
  });

  it("is refused by policy to a role that does not see policies, beside the address", async () => {
    const cookie = await signIn(site, "reports@birch.example");
    const { status, html } = await getPage(site, `${LOG}?range=24h&by=policy`, { cookie });
    expect(status).toBe(400);
    expect(visibleText(html)).toContain("policies are hidden from your role");
    const shown = await getPage(site, `${LOG}?range=24h`, { cookie });
    expect(shown.html).not.toContain("by=policy");
  });
});

describe("the page of policies", () => {
  it("leads from the list to a policy, and from its figures to exactly those sign-ins", async () => {
    const page = await open({ as: READER, viewport: DESKTOP });
    await page.goto("/birch/policies?range=1m");
    expect(await violations(page)).toEqual([]);
    await page.locator("tr[data-policy] a").first().click();
    await page.locator("[data-results] .figure").first().waitFor();
    expect(await violations(page)).toEqual([]);
    const figure = page.locator("[data-results] .status-mix .figure").first();
    const n = countOf(await figure.textContent());
    await figure.click();
    await page.locator(".log-count").waitFor();
    // The page may stop counting on a busy machine.
    const { pathname, searchParams } = new URL(page.url());
    const parsed = parseLogQuery(pathname.split("/")[3] as CategorySlug, searchParams, {
      now: new Date(),
      zone: "UTC",
    });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect((await countSignIns(await systemScope("birch", "test"), parsed.query, { budgetMs: 60_000 })).n).toBe(n);
  });

  it("is refused in words to a role that does not see policies, and is not found for another tenant's policy", async () => {
    const reports = await signIn(site, "reports@birch.example");
    const refused = await getPage(site, "/birch/policies", { cookie: reports });
    expect(refused.status).toBe(403);
    expect(visibleText(refused.html)).toContain("Your role does not see Conditional Access policies");
    expect(refused.html).not.toContain('href="/birch/policies"');
    const cookie = await signIn(site, READER);
    for (const [path, status] of [
      ["/birch/policies/no-such-policy", 404],
      ["/acorn/policies", 404],
      ["/birch/policies?range=year", 400],
      ["/birch/policies?range=1m", 200],
    ] as const) {
      expect({ path, status: (await getPage(site, path, { cookie })).status }).toEqual({ path, status });
    }
    const free = await signIn(site, "admin@cedar.example");
    expect((await getPage(site, "/cedar/policies", { cookie: free })).status).toBe(403);
  });
});
