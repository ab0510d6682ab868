/** Signing in to Signbook as its own log tells it: to the person, and to an administrator. */
import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { expectAccessible } from "@/tests/helpers/axe";
import { fillInSignIn, openBrowser, shownColumn } from "@/tests/helpers/browser";
import { addOrganisation, openSite, PASSWORD } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
const STEP_MS = 30_000;

/** Sets one-time codes up on the page. @returns what makes codes as the app does. */
async function enrol(page: Page): Promise<TOTP> {
  await page.goto("/my-account");
  await page.getByRole("button", { name: "Set up one-time codes" }).click();
  await page.getByRole("img", { name: "QR code" }).waitFor();
  const secret = (
    (await page.locator("section", { hasText: "One-time codes" }).locator("code").first().textContent()) ?? ""
  ).replaceAll(" ", "");
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  await page.getByLabel("The code that the app shows now").fill(app.generate());
  await page.getByLabel("3. Your password").fill(PASSWORD);
  await page.getByRole("button", { name: "Turn on one-time codes" }).click();
  await page.getByRole("status", { name: "Recovery codes" }).or(page.getByLabel("Recovery codes")).first().waitFor();
  expect(await page.getByLabel("Recovery codes").locator("code").count()).toBe(10);
  return app;
}

/** The next code that has not been used: a step further than the one before. */
function nextCode(app: TOTP): string {
  return app.generate({ timestamp: Date.now() + STEP_MS });
}

it.each([
  { name: "with JavaScript", javaScriptEnabled: true },
  { name: "without JavaScript", javaScriptEnabled: false },
])(
  "two wrong passwords, then the right one with a code: found on one's own page and in both logs, $name",
  async ({ javaScriptEnabled }) => {
    const organisation = await addOrganisation(`own-attempts-${javaScriptEnabled ? "js" : "plain"}`);
    const user = await organisation.addUser("user");
    const admin = await organisation.addUser("admin", "global-administrator");
    const app = await enrol(await open({ as: user, javaScriptEnabled }));

    const page = await open({ javaScriptEnabled });
    await page.goto("/sign-in?callbackUrl=%2Fmy-sign-ins");
    for (const _ of [1, 2]) {
      const answered = page.waitForResponse((response) => response.request().method() === "POST");
      await fillInSignIn(page, user, "not the password");
      await answered;
      await page.locator("form [role=alert]").waitFor();
      await expect.poll(() => page.getByLabel("Password").inputValue()).toBe("");
    }
    await fillInSignIn(page, user, PASSWORD);
    await page.getByLabel("One-time code").fill("000000");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("This code is not right").waitFor();
    await page.getByLabel("One-time code").fill(nextCode(app));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/my-sign-ins");

    // The log has an attempt about a second after it.
    const headlines = () => page.locator("article[data-sign-in-id] h2").allInnerTexts();
    await expect
      .poll(async () => {
        await page.reload();
        return (await headlines()).length;
      })
      .toBeGreaterThanOrEqual(6);
    const told = (await headlines()).join("\n");
    expect(told.match(/Could not sign in to Signbook: wrong password/g)).toHaveLength(2);
    expect(told).toContain("Did not finish signing in to Signbook: second factor asked for");
    expect(told).toContain("Signed in to Signbook");
    const newest = page.locator("article[data-sign-in-id]").first();
    expect(await newest.textContent()).toMatch(/Your password.*A one-time code/s);

    await site.sql`update sessions set renewed_at = now() - interval '61 minutes' where user_id =
    (select user_id from users where upn = ${user})`;
    await page.reload();
    const administrator = await open({ as: admin, javaScriptEnabled });
    const log = `/${organisation.slug}/sign-ins`;
    await administrator.goto(`${log}/interactive?range=24h&user=${encodeURIComponent(user)}`);
    const statuses = await shownColumn(administrator, "status");
    expect(statuses.filter((status) => /Failure/.test(status))).toHaveLength(3);
    expect(statuses.filter((status) => /Interrupted/.test(status))).toHaveLength(1);
    await expect
      .poll(async () => {
        await administrator.goto(`${log}/non-interactive?range=24h&user=${encodeURIComponent(user)}`);
        return administrator.locator("tr[data-group-key]").count();
      })
      .toBeGreaterThanOrEqual(1);
  },
);

it("the account page and the sign-in pages are accessible, wide and narrow", async () => {
  const page = await open({ as: "user@acorn.example" });
  await page.goto("/my-account");
  await expectAccessible(page, { name: "/my-account" });
  const stranger = await open();
  for (const path of ["/sign-in?sso=provider", "/sign-in/forgotten", "/sign-in/set-password?token=x"]) {
    await stranger.goto(path);
    await expectAccessible(stranger, { name: path });
  }
});

it("signing out everywhere ends every browser's session", async () => {
  const organisation = await addOrganisation("own-everywhere");
  const user = await organisation.addUser("user");
  const here = await open({ as: user });
  const there = await open();
  await there.goto("/sign-in?callbackUrl=%2Fmy-account");
  await fillInSignIn(there, user, PASSWORD);
  await there.waitForURL("**/my-account");
  expect(await there.locator("[data-session]").count()).toBe(2);
  await here.goto("/my-account");
  await here.getByRole("button", { name: "Sign out everywhere" }).click();
  await here.waitForURL("**/sign-in");
  await there.goto("/my-account");
  expect(new URL(there.url()).pathname).toBe("/sign-in");
});
