import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { PANE_TABS } from "@/app/[tenant]/sign-ins/[category]/pane/pane-tabs";
import { HOUR_MS } from "@/lib/model/retention";
import { openBrowser, PHONE, shownIds } from "@/tests/helpers/browser";
import { graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, getPage, type Organisation, openSite, signIn, visibleText } from "@/tests/helpers/site";

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
    await page.locator(`tr[data-sign-in-id="${sample.id}"] a[data-row-link]`).click();
    const pane = paneOf(page);
    await pane.waitFor();
    expect(await pane.textContent()).toContain(sample.upn);
    for (const [section, content] of [
      ["Location", sample.city],
      ["Device info", sample.browser],
      ["Authentication details", "Steps"],
      ["Conditional Access", sample.policies[0]],
      ["Report-only", "Policies that only report"],
      ["Additional details", "The whole record"],
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
    await page.goto(`${LOG}?range=7d&size=25`);
    // Before its scripts listen, Enter loads the page anew.
    await page.locator("html[data-js]").waitFor();
    const link = page.locator("a[data-row-link]").nth(2);
    for (const close of [() => page.keyboard.press("Escape"), () => page.goBack()]) {
      await link.focus();
      await page.keyboard.press("Enter");
      await paneOf(page).waitFor();
      await close();
      await expect.poll(() => paneOf(page).count()).toBe(0);
      await expect.poll(() => link.evaluate((element) => element === document.activeElement)).toBe(true);
    }
  });

  it("walks through the records by its buttons and by j and k", async () => {
    const page = await open({ as: "secreader@acorn.example" });
    await page.goto(`${LOG}?range=7d&size=25`);
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
    const security = { cookie: await signIn(site, "secreader@acorn.example") };
    const tabs = ["conditional-access", "report-only"].map((pane) => getPage(site, address(`&pane=${pane}`), security));
    const seen = (await Promise.all(tabs)).map(({ html }) => visibleText(html)).join();
    expect(sample.policies.filter((name) => !seen.includes(name))).toEqual([]);

    const cookie = await signIn(site, "reports@acorn.example");
    for (const headers of [{ cookie }, { cookie, rsc: "1" }] as Record<string, string>[]) {
      for (const pane of [...Object.keys(PANE_TABS)]) {
        const { status, html } = await getPage(site, address(`&pane=${pane}`), headers, { follow: true });
        expect(status).toBe(200);
        expect(sample.policies.filter((name) => html.includes(name))).toEqual([]);
        if (pane === "conditional-access") expect(visibleText(html)).toContain("is hidden from your role");
      }
    }
  });
});

describe("one attempt of several steps", () => {
  const AT = new Date(Math.floor(Date.now() / 1000) * 1000 - 2 * HOUR_MS);
  const minutesOn = (minutes: number) => new Date(AT.getTime() + minutes * 60_000).toISOString();
  const attempt = { correlationId: "attempt-1", appliedConditionalAccessPolicies: [] };
  let organisation: Organisation;
  let administrator: string;
  let reader: string;

  beforeAll(async () => {
    organisation = await addOrganisation("pane-steps");
    administrator = await organisation.addUser("admin", "security-administrator");
    reader = await organisation.addUser("reader", "security-reader");
    await organisation.addSignIns(
      graphSignIn({ ...attempt, id: "asked", createdDateTime: AT.toISOString(), status: { errorCode: 50076 } }),
      graphSignIn({
        ...{ ...attempt, id: "given", createdDateTime: minutesOn(2) },
        authenticationRequirement: "multiFactorAuthentication",
      }),
      graphSignIn({
        ...{ id: "renewed", createdDateTime: minutesOn(30), isInteractive: false },
        signInEventTypes: ["nonInteractiveUser"],
      }),
    );
  });

  const log = (category = "interactive") => `/pane-steps/sign-ins/${category}`;
  const asked = (more = "") => `${log()}?range=7d&open=asked${more}`;

  it.each([
    ["with JavaScript", true],
    ["without JavaScript", false],
  ])("tells how it ended, and links its steps and its surroundings, %s", async (_, javaScriptEnabled) => {
    const page = await open({ as: administrator, javaScriptEnabled });
    await page.goto(asked());
    const pane = paneOf(page);
    expect(await pane.locator("h2").textContent()).toContain("second factor asked for (50076)");
    expect(await pane.textContent()).toContain("2 minutes later, with a second factor");
    await pane.getByRole("listitem").filter({ hasText: "Success" }).getByRole("link").click();
    await page.waitForURL((url) => url.searchParams.get("open") === "given");
    await pane.getByText("Look around").click();
    await pane.getByRole("link", { name: "Same user: Non-interactive" }).click();
    await page.waitForURL((url) => url.pathname === log("non-interactive"));
    await expect.poll(() => shownIds(page)).toEqual(["renewed"]);
  });

  it.each([
    ["with JavaScript", true],
    ["without JavaScript", false],
  ])("is marked, and the mark is taken back, %s", async (_, javaScriptEnabled) => {
    const page = await open({ as: administrator, javaScriptEnabled });
    await page.goto(asked());
    const pane = paneOf(page);
    const row = page.locator('tr[data-sign-in-id="asked"]');
    for (const [button, said] of [
      ["Mark as compromised", "Marked compromised by admin of pane-steps"],
      ["Mark as safe", "Marked safe by admin of pane-steps"],
    ] as const) {
      await pane.getByTitle("Mark this sign-in").click();
      await pane.getByRole("button", { name: button }).click();
      await pane.locator(".verdict").filter({ hasText: said }).waitFor();
      expect(await row.locator(".verdict-mark").getAttribute("title")).toBe(said);
    }
    await pane.getByTitle("Mark this sign-in").click();
    await pane.getByRole("button", { name: "Take the mark back" }).click();
    await expect.poll(() => pane.locator(".verdict").count()).toBe(0);
    expect(new URL(page.url()).searchParams.get("open")).toBe("asked");
  });

  it("cannot be marked by a reader, and says so when a form is sent all the same", async () => {
    const page = await open({ as: reader, javaScriptEnabled: false });
    await page.goto(asked());
    expect(await paneOf(page).getByTitle("Mark this sign-in").count()).toBe(0);
    await page.goto(asked("&refused=forbidden"));
    expect(await paneOf(page).getByRole("alert").textContent()).toContain("your role does not allow it");
  });

  it("is copied for a ticket by one button, and its text can be selected without JavaScript", async () => {
    const page = await open({ as: reader });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(asked());
    await paneOf(page).getByRole("button", { name: "Copy for ticket" }).click();
    await expect.poll(() => page.locator(".copy-button[data-copied]").count()).toBe(1);
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^Interrupted: second factor asked for.*\(50076\)/);
    expect(copied).toContain(`Link: ${site.url}${log()}?open=asked&at=`);
    const plain = await open({ as: reader, javaScriptEnabled: false });
    await plain.goto(asked());
    await paneOf(plain).getByText("Text for a ticket").click();
    expect(await paneOf(plain).locator(".ticket pre").textContent()).toBe(copied);
  });

  it("opened in the wrong log leads to its own", async () => {
    const page = await open({ as: reader, javaScriptEnabled: false });
    await page.goto(`${log()}?open=renewed`);
    expect(await paneOf(page).locator("h2").textContent()).toBe("This sign-in is in the non-interactive log");
    await paneOf(page).getByRole("link", { name: "Non-interactive sign-in of" }).click();
    expect(await paneOf(page).locator("h2").textContent()).toContain("Succeeded: signed in to Office");
  });

  it("is shown in a pane whose edge can be dragged and moved by keys, and keeps its width", async () => {
    const page = await open({ as: reader });
    await page.goto(asked());
    const width = async () => (await paneOf(page).boundingBox())?.width;
    expect(await width()).toBe(560);
    const edge = await page.locator("[data-pane-handle]").boundingBox();
    if (!edge) throw new Error("The pane has no edge.");
    await page.mouse.move(edge.x + 4, 400);
    await page.mouse.down();
    await page.mouse.move(edge.x + 4 - 140, 400, { steps: 4 });
    await page.mouse.up();
    expect(await width()).toBe(700);
    await page.getByRole("separator", { name: "Width of the details" }).press("ArrowRight");
    expect(await width()).toBe(676);
    await page.reload();
    expect(await width()).toBe(676);
  });

  it("fills a phone, tabs and all", async () => {
    const page = await open({ as: administrator, viewport: PHONE });
    await page.goto(asked("&pane=additional"));
    expect((await paneOf(page).boundingBox())?.width).toBe(PHONE.width);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
    for (const name of Object.values(PANE_TABS)) {
      expect(await paneOf(page).getByRole("link", { name, exact: true }).isVisible()).toBe(true);
    }
  });
});
