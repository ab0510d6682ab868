/** Signing in by way of the organisation's identity provider, and by links that come in mails. */
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { fillInSignIn, openBrowser } from "@/tests/helpers/browser";
import { type MailServer, startMailServer } from "@/tests/helpers/exports";
import { CLIENT, type IdentityProvider, startIdentityProvider } from "@/tests/helpers/identity-provider";
import { addOrganisation, type Organisation, openSite, PASSWORD } from "@/tests/helpers/site";
import { startWebProcess, type WebProcess } from "@/tests/helpers/web-process";

const NEW_PASSWORD = "lantern orbit velvet thirteen";
const SUBJECT = "subject-of-ada";

const { sql } = openSite();
let web: WebProcess;
const open = openBrowser({
  get url() {
    return web.url;
  },
});
let provider: IdentityProvider;
let mail: MailServer;
let juniper: Organisation;
let reader: string;
let services: Services;

/** What this process does itself, by the settings of the site: those that it began with have been read long ago. */
async function takeSettings(settings: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.resetModules();
  services = {
    ...(await import("@/lib/services/password-links/send-links")),
    ...(await import("@/lib/services/single-sign-on/settings")),
  };
}

type Services = typeof import("@/lib/services/password-links/send-links") &
  typeof import("@/lib/services/single-sign-on/settings");

beforeAll(async () => {
  const { appUrl, dataDir } = inject("testSite");
  mail = await startMailServer();
  // The provider stands on this machine, which a site asks only where it is allowed to.
  const settings = { DATA_DIR: dataDir, OUTBOUND_ALLOW_PRIVATE: "1" };
  web = await startWebProcess({ appUrl, logFile: path.join(dataDir, "organisation.log"), settings });
  await takeSettings({ APP_URL: web.url, SMTP_URL: mail.url, OUTBOUND_ALLOW_PRIVATE: "1" });
  provider = await startIdentityProvider(`${web.url}/sign-in/sso/callback`);
  juniper = await addOrganisation("own-juniper");
  reader = await juniper.addUser("ada", "reports-reader");
  const { tenantId } = juniper.scope;
  await sql`insert into sso_identities (tenant_id, issuer, subject, user_id, created_at)
    select tenant_id, ${provider.issuer}, ${SUBJECT}, user_id, now() from users
    where tenant_id = ${tenantId} and upn = ${reader}`;
  await setUp(provider);
});
afterAll(async () => {
  await web.stop();
  await provider.stop();
  await mail.stop();
  vi.unstubAllEnvs();
  vi.resetModules();
});

function setUp({ issuer }: IdentityProvider): Promise<unknown> {
  return services.saveSingleSignOn(juniper.scope, { issuer, ...CLIENT, createUsers: false });
}

const log = () => `/${juniper.slug}/sign-ins/interactive`;

/** From the sign-in page to the provider's. */
async function leave(page: Page): Promise<void> {
  // The provider's pages ask for letters from elsewhere.
  await page.context().route(
    ({ hostname }) => hostname !== "127.0.0.1",
    (route) => route.abort(),
  );
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(log())}`);
  await page.getByLabel("Email address").fill(reader);
  await page.getByRole("button", { name: "Continue with your organisation" }).click();
}

/** Through the provider's two pages and back. */
async function passThrough(page: Page): Promise<void> {
  await page.locator("input[name=login]").fill(SUBJECT);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(({ origin }) => origin === web.url);
}

describe("signing in by way of the organisation's provider", () => {
  it.each([
    ["with JavaScript", true],
    ["without JavaScript", false],
  ])(
    "leads to the log that was asked for, and an answer of the provider counts once, %s",
    async (_, javaScriptEnabled) => {
      const page = await open({ javaScriptEnabled });
      const arrivals: string[] = [];
      page.on("request", (request) => {
        if (request.url().startsWith(`${web.url}/sign-in/sso/callback`)) arrivals.push(request.url());
      });
      await leave(page);
      await passThrough(page);
      await page.waitForURL(`**${log()}*`);
      await page.getByRole("heading", { name: "Interactive sign-ins" }).waitFor();
      await expect.poll(() => signedInBy("Single sign-on")).toBe(true);
      await page.locator("summary", { hasText: "Account of" }).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.waitForURL("**/sign-in");
      expect(arrivals).toHaveLength(1);
      await page.goto(arrivals[0] ?? "");
      await page.getByText("That answer was used already").waitFor();
      expect(new URL(page.url()).pathname).toBe("/sign-in");
    },
  );

  it("is refused where the token is for somebody else", async () => {
    const page = await open();
    provider.tamper = (claims) => ({ ...claims, aud: "somebody else" });
    try {
      await leave(page);
      await passThrough(page);
      await page.getByText("could not be accepted").waitFor();
    } finally {
      provider.tamper = undefined;
    }
  });

  it("says so where the provider is down, and leaves the password's way open", async () => {
    const passing = await startIdentityProvider(`${web.url}/sign-in/sso/callback`);
    await setUp(passing);
    await passing.stop();
    try {
      const page = await open();
      await leave(page);
      await page.getByText("cannot be reached at the moment").waitFor();
      await fillInSignIn(page, reader, PASSWORD);
      await page.waitForURL(({ pathname }) => !pathname.startsWith("/sign-in"));
    } finally {
      await setUp(provider);
    }
  });
});

async function signedInBy(method: string): Promise<boolean> {
  const rows = await sql`select 1 from sign_in_details
    where tenant_id = ${juniper.scope.tenantId} and position(${method} in rest) > 0 limit 1`;
  return rows.length > 0;
}

/** Where the newest mail leads that is due. */
async function linkOfMail(address: string): Promise<string> {
  await services.sendDueLinks(juniper.scope.tenantId);
  const text = mail.mails.filter((each) => JSON.stringify(each.to).includes(address)).at(-1)?.text ?? "";
  return /https?:\S+/.exec(text)?.[0] ?? "";
}

async function setPassword(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("New password", { exact: true }).fill(NEW_PASSWORD);
  await page.getByLabel("New password again").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Set the password" }).click();
  await page.getByText("Your password is set.").waitFor();
}

describe("a link by mail", () => {
  it("replaces a forgotten password, once, without JavaScript too", async () => {
    const forgetful = await juniper.addUser("forgetful", "reports-reader");
    const page = await open({ javaScriptEnabled: false });
    await page.goto("/sign-in");
    await page.getByRole("link", { name: "Forgotten your password?" }).click();
    await page.getByLabel("Email address").fill(forgetful);
    await page.getByRole("button", { name: "Send the link" }).click();
    await page.getByText("a link is on its way").waitFor();
    const link = await linkOfMail(forgetful);
    await setPassword(page, link);
    expect(await page.getByLabel("Email address").inputValue()).toBe(forgetful);
    await fillInSignIn(page, forgetful, "not the password");
    await page.locator("form [role=alert]").waitFor();
    expect(await page.getByText("Your password is set.").count()).toBe(0);
    await fillInSignIn(page, forgetful, NEW_PASSWORD);
    await page.waitForURL(({ pathname }) => !pathname.startsWith("/sign-in"));
    expect((await page.goto(link))?.status()).toBe(404);
    await page.getByText("This link does not work any more").waitFor();
  });

  it("brings whoever is invited to an account of their own", async () => {
    const administrator = await juniper.addUser("idun", "global-administrator");
    const guest = `gro@${juniper.slug}.example`;
    const inviting = await open({ as: administrator });
    await inviting.goto(`/${juniper.slug}/users`);
    const form = inviting.locator("#invite");
    await form.getByLabel("User name").fill(guest);
    await form.getByLabel("Name", { exact: true }).fill("Gro Guest");
    await form.getByRole("checkbox", { name: "Reports Reader" }).check();
    await form.getByRole("button", { name: "Send invitation" }).click();
    await inviting.getByText(`${guest} is invited.`).waitFor();
    const page = await open();
    await setPassword(page, await linkOfMail(guest));
    await fillInSignIn(page, guest, NEW_PASSWORD);
    await page.waitForURL(({ pathname }) => !pathname.startsWith("/sign-in"));
    expect((await page.goto(log()))?.status()).toBe(200);
  });
});
