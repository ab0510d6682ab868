import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { expectAccessible } from "../helpers/axe";
import { openBrowser } from "../helpers/browser";
import { addOrganisation, getPage, type Organisation, openSite, signIn } from "../helpers/site";

/** A folder for pictures of the pages, for who wants to look at them. */
const { SHOTS } = process.env;
const site = openSite();
const open = openBrowser(site);

let rowan: Organisation;
let administrator: string;
let reader: string;

beforeAll(async () => {
  rowan = await addOrganisation("rowan");
  administrator = await rowan.addUser("ida", "global-administrator");
  reader = await rowan.addUser("ole", "global-reader", "security-administrator");
});

async function askForToken(clientId: string, clientSecret: string): Promise<number> {
  const form = {
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
    scope: "x/.default",
  };
  const answer = await fetch(`${site.url}/rowan/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  return answer.status;
}

const shown = async (page: Page, label: string) =>
  (await page.locator(".notice dt", { hasText: label }).locator("+ dd code").textContent()) ?? "";

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("the page of API clients, %s", (name, javaScriptEnabled) => {
  it("makes a client whose secret is shown once, rotates it, and revokes secret and client", async () => {
    const page = await open({ as: administrator, javaScriptEnabled });
    await page.goto("/rowan/clients");
    await page.getByLabel("Name").fill(`Poller ${name}`);
    await page.getByRole("checkbox", { name: /^AuditLog\.Read\.All/ }).check();
    await page.getByLabel("Secret expires").first().selectOption("90");
    await page.getByRole("button", { name: "Create client" }).click();
    const [clientId, first] = [await shown(page, "Client id"), await shown(page, "Client secret")];
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(await askForToken(clientId, first)).toBe(200);

    await page.goto("/rowan/clients");
    expect(await page.content()).not.toContain(first);
    const card = page.locator(`[data-client-id="${clientId}"]`);
    await card.getByRole("button", { name: "Add a secret" }).click();
    const second = await shown(page, "Client secret");
    expect(second).not.toBe(first);
    expect(await askForToken(clientId, second)).toBe(200);

    await page.goto("/rowan/clients");
    expect(await card.locator("tr[data-state=valid]").count()).toBe(2);
    expect(await card.getByRole("button", { name: "Add a secret" }).count()).toBe(0);
    const older = card.locator("tr[data-state=valid]", { hasText: first.slice(0, 3) });
    await older.getByRole("link", { name: "Revoke" }).click();
    await page.getByRole("button", { name: "Revoke this secret" }).click();
    await page.getByText("The secret is revoked.").waitFor();
    expect(await askForToken(clientId, first)).toBe(401);
    expect(await askForToken(clientId, second)).toBe(200);

    await card.getByRole("link", { name: "Revoke client" }).click();
    await page.getByRole("button", { name: `Revoke Poller ${name}` }).click();
    await page.getByText("The client is revoked.").waitFor();
    expect(await askForToken(clientId, second)).toBe(401);
  });

  it("says what is missing and keeps what was typed", async () => {
    const page = await open({ as: administrator, javaScriptEnabled });
    await page.goto("/rowan/clients");
    await page.getByLabel("Name").fill("Nothing allowed");
    await page.getByRole("button", { name: "Create client" }).click();
    await page.getByText("Permission: at least one is needed.").waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("Nothing allowed");
  });
});

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("the page of refused records, %s", (name, javaScriptEnabled) => {
  it("shows them with reason and text, retries and dismisses one and all", async () => {
    const birch = await addOrganisation(javaScriptEnabled ? "alder" : "aspen");
    const admin = await birch.addUser("ida", "global-administrator");
    const inTwoDays = new Date(Date.now() + 47 * 3_600_000);
    const sooner = graphSignIn({ id: "sooner", createdDateTime: inTwoDays.toISOString() });
    const refused = [sooner, { tea: "green" }, { tea: "black" }, { category: "TeaLogs" }];
    await ingestRecords(birch.scope, asRecords(refused), { source: "http", now: new Date() });
    // By then its time has come near enough.
    await site.sql`update ingest_rejections set raw = replace(raw, ${inTwoDays.toISOString()}, ${new Date().toISOString()})
      where code = 'in_the_future'`;
    const page = await open({ as: admin, javaScriptEnabled });
    await page.goto(`/${birch.slug}/rejections`);
    const cards = page.locator("article[data-rejection-id]");
    expect(await cards.count()).toBe(4);
    const green = cards.filter({ hasText: "green" });
    await green.locator("summary").click();
    expect(await green.locator("pre").textContent()).toContain('"tea": "green"');
    await green.getByRole("button", { name: "Retry" }).click();
    await page.getByText(/It was refused again\. The record is not a sign-in/).waitFor();
    await cards.filter({ hasText: "green" }).getByRole("button", { name: "Dismiss" }).click();
    await page.getByText("1 dismissed.").waitFor();
    await page.getByRole("button", { name: "Retry all" }).click();
    await page.getByText("3 read again, 1 stored. 2 were refused again and stay here.").waitFor();
    await page.getByRole("link", { name: /Unknown category/ }).click();
    await page.getByRole("link", { name: "Dismiss all of “Unknown category”" }).click();
    await page.getByRole("button", { name: "Dismiss all of “Unknown category”" }).click();
    await page.getByText("1 dismissed.").waitFor();
    expect(await cards.count()).toBe(1);
    expect(name).toContain("JavaScript");
  });
});

describe("administration", () => {
  it("is offered to those who may, and refused to everybody else", async () => {
    const cookie = await signIn(site, reader);
    for (const page of ["clients", "rejections"]) {
      expect((await getPage(site, `/rowan/${page}`, { cookie })).status).toBe(403);
      expect((await getPage(site, `/birch/${page}`, { cookie })).status).toBe(404);
      const anonymous = await getPage(site, `/rowan/${page}`);
      expect([anonymous.status, anonymous.location]).toEqual([307, `/sign-in?callbackUrl=%2Frowan%2F${page}`]);
    }
    const html = await getPage(site, "/rowan/sign-ins/interactive", { cookie });
    expect(html.html).not.toContain("/rowan/clients");
    const own = await getPage(site, "/rowan/sign-ins/interactive", { cookie: await signIn(site, administrator) });
    expect(own.html).toContain("/rowan/clients");
  });

  it("has documentation that anybody can read", async () => {
    const { status, html } = await getPage(site, "/docs/api");
    expect(status).toBe(200);
    expect(html).toContain(site.url);
    // Of the one example that does not work here.
    expect(html).toContain("the program below does not work with it");
    const description = await fetch(`${site.url}/docs/api/openapi.json`);
    expect(description.status).toBe(200);
    expect(await description.json()).toMatchObject({ openapi: "3.1.0" });
  });

  it("has no accessibility violation and does not scroll sideways", async () => {
    await ingestRecords(rowan.scope, asRecords([{ tea: "white" }]), { source: "http", now: new Date() });
    const page = await open({ as: administrator });
    for (const path of ["/rowan/clients", "/rowan/rejections", "/rowan/rejections?confirm=dismiss", "/docs/api"]) {
      await page.goto(path);
      await page.locator("details.record-raw > summary").evaluateAll((all) => {
        for (const summary of all) (summary as HTMLElement).click();
      });
      const seen = async (look: string) =>
        SHOTS && page.screenshot({ path: `${SHOTS}/${path.replace(/\W+/g, "-")} ${look}.png` });
      await expectAccessible(page, { name: path, seen });
    }
  });
});
