import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { fillInSignIn, openBrowser } from "@/tests/helpers/browser";
import { addOrganisation, getPage, type Organisation, openSite, PASSWORD } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
let maple: Organisation;
let reader: string;

beforeAll(async () => {
  maple = await addOrganisation("maple-signing-in");
  reader = await maple.addUser("reader", "reports-reader");
});

const overview = () => `/${maple.slug}`;
const log = () => `/${maple.slug}/sign-ins/interactive`;
const pathOf = (page: Page) => new URL(page.url()).pathname + new URL(page.url()).search;
const sessionCookies = async (page: Page) =>
  (await page.context().cookies()).filter(({ name }) => name.endsWith("session-token"));

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("signing in %s", (_, javaScriptEnabled) => {
  it("leads to the overview of the reader's tenant, and whoever has no role to their own sign-ins", async () => {
    const page = await open({ javaScriptEnabled });
    await page.goto("/");
    expect(pathOf(page)).toBe("/sign-in");
    await fillInSignIn(page, reader, PASSWORD);
    await page.waitForURL(({ pathname }) => pathname === overview());
    await page.getByRole("heading", { name: "Overview" }).first().waitFor();
    const roleless = await open({ as: "user@acorn.example", javaScriptEnabled });
    await roleless.goto("/");
    expect(pathOf(roleless)).toBe("/my-sign-ins");
    const [cookie, ...others] = await sessionCookies(page);
    expect(others).toEqual([]);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  });

  it("says the same about a wrong password and an unknown account, and starts no session", async () => {
    const page = await open({ javaScriptEnabled });
    const messages: string[] = [];
    for (const username of [
      `someone@${maple.slug}.example`,
      "nobody@nowhere.example",
      await known(javaScriptEnabled),
    ]) {
      await page.goto("/sign-in");
      await fillInSignIn(page, username, "not the password");
      messages.push((await page.locator("form [role=alert]").textContent()) ?? "");
      expect(await page.getByLabel("Email address").inputValue()).toBe(username);
      expect(await page.getByLabel("Password").inputValue()).toBe("");
    }
    expect(messages[0]).toMatch(/do not match/);
    expect(new Set(messages).size).toBe(1);
    expect(await sessionCookies(page)).toEqual([]);
    expect((await getPage(site, log())).status).toBe(307);
  });

  it("returns to the page that was asked for, filters and all", async () => {
    const asked = `${log()}?range=7d&status=failure&user=%C3%85se+%26+co`;
    const page = await open({ javaScriptEnabled });
    await page.goto(asked);
    expect(pathOf(page)).toMatch(/^\/sign-in\?callbackUrl=/);
    await fillInSignIn(page, reader, PASSWORD);
    await page.waitForURL(`**${log()}?*`);
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      ...{ range: "7d", status: "failure", user: "Åse & co" },
    });
  });

  it("ends with signing out, also for a copy of the cookie", async () => {
    const leaver = await maple.addUser(`leaver-${javaScriptEnabled}`, "reports-reader");
    const page = await open({ as: leaver, javaScriptEnabled });
    await page.goto(log());
    const [{ name, value } = { name: "", value: "" }] = await sessionCookies(page);
    const cookie = `${name}=${value}`;
    expect((await getPage(site, log(), { cookie })).status).toBe(200);
    await page.locator("summary", { hasText: "Account of" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL("**/sign-in");
    expect(await sessionCookies(page)).toEqual([]);
    expect((await getPage(site, log(), { cookie })).status).toBe(307);
  });
});

/** Of an account each: after ten wrong passwords it would be locked for a while. */
function known(javaScriptEnabled: boolean): Promise<string> {
  return maple.addUser(`forgetful-${javaScriptEnabled}`, "reports-reader");
}

describe("the sign-in page", () => {
  it("lists the demo's accounts on the demo's own machine, and fills one in", async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto("/sign-in?callbackUrl=%2Fbirch");
    await page.getByTitle("reports@birch.example: Reports Reader").click();
    await page.waitForURL(/username=/);
    expect(await page.getByLabel("Email address").inputValue()).toBe("reports@birch.example");
    expect(await page.locator("input[name=callbackUrl]").inputValue()).toBe("/birch");
  });

  it("is passed over by a reader who is signed in", async () => {
    const page = await open({ as: reader });
    await page.goto("/sign-in");
    expect(new URL(page.url()).pathname).toBe(overview());
  });
});

describe("signing in", () => {
  it.each([
    ["https://evil.example/", false],
    ["//evil.example/", false],
    ["/\\evil.example/", false],
    ["\t//evil.example", false],
    ["javascript:alert(1)", false],
    ["https://evil.example/", true],
  ])("never leads to another site: %j, JavaScript %s", async (target, javaScriptEnabled) => {
    const page = await open({ javaScriptEnabled });
    await page.goto(`/sign-in?${new URLSearchParams({ callbackUrl: target })}`);
    await fillInSignIn(page, reader, PASSWORD);
    await page.waitForURL(({ pathname }) => pathname === overview());
    expect(new URL(page.url()).origin).toBe(site.url);
  });
});

describe("a form that no page of the site sent", () => {
  it.each(["Sign in", "Switch to light"])("changes nothing: %s", async (button) => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto("/sign-in");
    const form = page.locator("form", { has: page.getByRole("button", { name: button }) });
    const fields = await form.evaluate((element: HTMLFormElement) => [...new FormData(element)] as [string, string][]);
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    body.set("username", reader);
    body.set("password", PASSWORD);
    body.set("theme", "light");
    const send = (headers: Record<string, string>) =>
      fetch(`${site.url}/sign-in`, { method: "POST", body, headers, redirect: "manual" });
    expect((await send({})).headers.getSetCookie()).toEqual([]);
    expect((await send({ origin: "https://evil.example" })).headers.getSetCookie()).toEqual([]);
    expect((await send({ origin: site.url })).headers.getSetCookie()).not.toEqual([]);
  });
});
