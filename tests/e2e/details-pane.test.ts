import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { openBrowser, shownIds } from "@/tests/helpers/browser";
import { getPage, openSite, signIn, visibleText } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
const LOG = "/acorn/sign-ins/interactive";

interface Sample {
  id: string;
  upn: string;
  ip: string;
  city: string;
  browser: string;
  policies: string[];
}

/** A recent sign-in of the demo with steps and policies. */
let sample: Sample;

beforeAll(async () => {
  const [row] = await site.sql<(Omit<Sample, "policies"> & { rest: string })[]>`
    select s.id, principal_upn as upn, ip_text as ip, city, browser, rest
    from sign_ins s join sign_in_details d using (tenant_id, category, created_at, id)
    where category = 1 and tenant_id = (select tenant_id from tenants where slug = 'acorn') and status = 1
      and rest like '%"result":"success"%' and rest like '%"authenticationMethod"%' and browser is not null
    order by created_at desc limit 1`;
  if (!row) throw new Error("The demo has no such sign-in.");
  const policies = [...row.rest.matchAll(/"displayName":"([^"]+)","result"|"id":"[^"]+","displayName":"([^"]+)"/g)];
  sample = { ...row, policies: policies.map(([, one, other]) => (one ?? other) as string) };
});

const paneOf = (page: Page) => page.getByRole("complementary", { name: "Details of the sign-in" });
const address = (more = "") => `${LOG}?range=1m&requestId=${sample.id}&open=${sample.id}${more}`;

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("the details pane %s", (_, javaScriptEnabled) => {
  it("opens by the link of a row, shows each of its sections by a link, and closes by a link", async () => {
    const page = await open({ as: "secreader@acorn.example", javaScriptEnabled });
    await page.goto(`${LOG}?range=1m&requestId=${sample.id}`);
    expect(await paneOf(page).count()).toBe(0);
    await page.locator(`tr[data-sign-in-id="${sample.id}"] a`).click();
    const pane = paneOf(page);
    await pane.waitFor();
    expect(await pane.textContent()).toContain(sample.upn);
    for (const [section, content] of [
      ["Location", sample.city],
      ["Device", sample.browser],
      ["Authentication", "Steps"],
      ["Conditional Access", sample.policies[0]],
      ["Basic info", sample.id],
    ] as const) {
      await pane.getByRole("link", { name: section, exact: true }).click();
      await expect.poll(() => pane.locator("nav [aria-current=page]").textContent()).toBe(section);
      expect(await pane.textContent()).toContain(content);
    }
    expect(await shownIds(page)).toEqual([sample.id]);
    await pane.getByRole("link", { name: "Close the details" }).click();
    await page.waitForURL((url) => !url.searchParams.has("open"));
    await expect.poll(() => paneOf(page).count()).toBe(0);
    expect(await shownIds(page)).toEqual([sample.id]);
  });

  it("is there at its own address for another reader of the tenant", async () => {
    const page = await open({ as: "globalreader@acorn.example", javaScriptEnabled });
    await page.goto(`${LOG}?open=${sample.id}&pane=location`);
    expect(await paneOf(page).textContent()).toContain(sample.ip);
  });
});

describe("the details pane", () => {
  it("closes by Esc and by going back, and leaves the focus on its row", async () => {
    const page = await open({ as: "secreader@acorn.example" });
    await page.goto(`${LOG}?range=7d`);
    const link = page.locator("a[data-row-link]").nth(2);
    for (const close of [() => page.keyboard.press("Escape"), () => page.goBack()]) {
      await link.focus();
      await page.keyboard.press("Enter");
      await paneOf(page).waitFor();
      await close();
      await expect.poll(() => paneOf(page).count()).toBe(0);
      expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
    }
  });

  it("walks through the records by its buttons and by j and k", async () => {
    const page = await open({ as: "secreader@acorn.example" });
    await page.goto(`${LOG}?range=7d`);
    const ids = await shownIds(page);
    await page.locator("a[data-row-link]").nth(3).click();
    const opened = () => new URL(page.url()).searchParams.get("open");
    await expect.poll(opened).toBe(ids[3]);
    await page.keyboard.press("j");
    await expect.poll(opened).toBe(ids[4]);
    await page.getByRole("link", { name: "Next sign-in" }).click();
    await expect.poll(opened).toBe(ids[5]);
    await page.keyboard.press("k");
    await expect.poll(opened).toBe(ids[4]);
    await expect.poll(() => page.locator("tr[data-open]").getAttribute("data-sign-in-id")).toBe(ids[4]);
  });

  it("says so when there is no such sign-in", async () => {
    const page = await open({ as: "secreader@acorn.example", javaScriptEnabled: false });
    await page.goto(`${LOG}?range=7d&open=11111111-2222-4333-8444-555555555555`);
    expect(await paneOf(page).textContent()).toContain("This sign-in is not in the log");
    expect((await shownIds(page)).length).toBe(50);
  });

  it("hides the policies from a reports reader, and their names are nowhere in the answer", async () => {
    expect(sample.policies.length).toBeGreaterThan(0);
    const seen = await getPage(site, address("&pane=conditional-access"), {
      cookie: await signIn(site, "secreader@acorn.example"),
    });
    expect(sample.policies.filter((name) => !visibleText(seen.html).includes(name))).toEqual([]);

    const cookie = await signIn(site, "reports@acorn.example");
    for (const headers of [{ cookie }, { cookie, rsc: "1" }] as Record<string, string>[]) {
      for (const pane of ["basic", "location", "device", "authentication", "conditional-access"]) {
        const { status, html } = await getPage(site, address(`&pane=${pane}`), headers, { follow: true });
        expect(status).toBe(200);
        expect(sample.policies.filter((name) => html.includes(name))).toEqual([]);
        if (pane === "conditional-access") expect(html.includes("The policies are hidden from your role")).toBe(true);
      }
    }
  });
});
