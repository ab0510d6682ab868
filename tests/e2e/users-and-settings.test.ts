import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createUser } from "@/lib/services/users/create-user";
import { expectAccessible } from "@/tests/helpers/axe";
import { openBrowser } from "@/tests/helpers/browser";
import { addOrganisation, getPage, type Organisation, openSite, signIn, visibleText } from "@/tests/helpers/site";

/** A folder for pictures of the pages, for who wants to look at them. */
const { SHOTS } = process.env;
const site = openSite();
const open = openBrowser(site);

let hazel: Organisation;
let administrator: string;
let reader: string;

beforeAll(async () => {
  hazel = await addOrganisation("hazel");
  administrator = await hazel.addUser("ida", "global-administrator");
  reader = await hazel.addUser("rut", "security-reader");
  for (let number = 0; number < 60; number++) {
    const name = `zed-${String(number).padStart(2, "0")}`;
    // Without a password: to hash sixty would take its time.
    await createUser(hazel.scope, { upn: `${name}@hazel.example`, displayName: name });
  }
});

const notice = async (page: Page, role: "status" | "alert") =>
  ((await page.getByRole(role).first().textContent()) ?? "").replace(/\s+/g, " ");

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("an administrator, %s", (name, javaScriptEnabled) => {
  it("finds a user, gives and takes a role, ends sessions, disables, enables and deletes", async () => {
    const ola = await hazel.addUser(javaScriptEnabled ? "ola" : "oda");
    const cookie = await signIn(site, ola);
    const status = async () => (await getPage(site, "/hazel/audit", { cookie })).status;
    const page = await open({ as: administrator, javaScriptEnabled });
    await page.goto("/hazel/users");
    await page.getByLabel("How the name or the user name begins").fill(ola.slice(0, 3));
    await page.getByRole("button", { name: "Show" }).click();
    const rows = page.locator("tr[data-user-id]");
    await expect.poll(() => rows.count()).toBe(1);
    const link = await rows.getByRole("link", { name: /^Sign-ins/ }).getAttribute("href");
    expect(link).toBe(`/hazel/sign-ins/interactive?user=${encodeURIComponent(ola)}`);
    await rows.getByRole("link").first().click();
    expect(await status()).toBe(403);
    await page.getByRole("button", { name: "Grant Reports Reader" }).click();
    await page.getByText("The role is granted.").waitFor();
    expect(await status()).toBe(200);
    await page.getByRole("button", { name: "Revoke Reports Reader" }).click();
    await page.getByText("The role is revoked.").waitFor();
    expect(await status()).toBe(403);
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    await page.getByText("They are signed out everywhere.").waitFor();
    expect(await status()).toBe(307);
    await page.getByRole("link", { name: "Disable account" }).click();
    await page.getByRole("button", { name: /^Disable / }).click();
    await page.getByText("The account is disabled").waitFor();
    await expect(signIn(site, ola)).rejects.toThrow();
    await page.getByRole("button", { name: "Enable account" }).click();
    await page.getByText("The account is enabled.").waitFor();
    await signIn(site, ola);
    await page.getByRole("link", { name: "Delete account" }).click();
    await page.getByRole("button", { name: /^Delete / }).click();
    await page.getByText("The account is deleted.").waitFor();
    await page.goto(`/hazel/audit?target=${encodeURIComponent(ola)}&range=24h`);
    const audits = visibleText(await page.content());
    for (const done of ["Add user", "Add member to role", "Remove member from role", "Revoke user sessions"]) {
      expect(audits).toContain(done);
    }
    for (const done of ["Disable account", "Enable account", "Delete user"]) expect(audits).toContain(done);
  });

  it("makes a user, whose first password is shown once and opens the account", async () => {
    const upn = `${javaScriptEnabled ? "nina" : "nora"}@hazel.example`;
    const page = await open({ as: administrator, javaScriptEnabled });
    await page.goto("/hazel/users");
    const form = page.locator("#new");
    const create = async (userName: string) => {
      await form.getByLabel("User name", { exact: true }).fill(userName);
      await form.getByLabel("Name", { exact: true }).fill("Nina Vik");
      await form.getByRole("checkbox", { name: "Reports Reader" }).check();
      await form.getByRole("button", { name: "Create user" }).click();
    };
    await create("nina@elsewhere.example");
    await page.getByText("User name: it must end in @hazel.example").waitFor();
    expect(await form.getByLabel("Name", { exact: true }).inputValue()).toBe("Nina Vik");
    await create(upn);
    const password = (await page.locator(".notice code").textContent()) ?? "";
    expect(password).toMatch(/^[\w-]{20}$/);
    const cookie = await signIn(site, upn, password);
    expect((await getPage(site, "/hazel/audit", { cookie })).status).toBe(200);
    await page.goto("/hazel/users");
    expect(await page.content()).not.toContain(password);
  });

  it("remains, being the last one, whatever they press", async () => {
    const page = await open({ as: administrator, javaScriptEnabled });
    await page.goto("/hazel/users?role=global-administrator");
    await page.locator("tr[data-user-id]").getByRole("link").first().click();
    const own = page.url();
    for (const [ask, confirm] of [
      ["Revoke Global Administrator", "Revoke Global Administrator"],
      ["Disable account", "Disable ida of hazel"],
      ["Delete account", "Delete ida of hazel"],
    ] as const) {
      await page.goto(own);
      await page.getByRole("link", { name: ask }).click();
      await page.getByRole("button", { name: confirm }).click();
      await page.getByText("This is the tenant's last Global Administrator.").waitFor();
    }
  });

  it("sets the name in the header for everybody in the tenant", async () => {
    const brand = `Hazel ${name}`;
    const page = await open({ as: administrator, javaScriptEnabled });
    await page.goto("/hazel/settings");
    await page.getByLabel("Name in the header").fill(brand);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText(`The header shows “${brand}”.`).waitFor();
    expect(await page.locator(".top-bar").textContent()).toContain(brand);
    const cookie = await signIn(site, reader);
    const { status, html } = await getPage(site, "/hazel/settings", { cookie });
    expect(status).toBe(200);
    expect(visibleText(html)).toContain(brand);
    expect(html).not.toContain('name="brandName"');
  });
});

it("users are paged, there and back", async () => {
  const page = await open({ as: administrator });
  await page.goto("/hazel/users?search=zed");
  const rows = page.locator("tr[data-user-id]");
  await expect.poll(() => rows.count()).toBe(50);
  await page.getByRole("link", { name: "More" }).click();
  await expect.poll(() => rows.count()).toBe(10);
  await page.getByRole("link", { name: "Back" }).click();
  await expect.poll(() => rows.count()).toBe(50);
  const answer = await page.goto("/hazel/users?role=king");
  expect([answer?.status(), await notice(page, "alert")]).toEqual([400, "Role: there is no such role."]);
});

it("users are for those who manage the tenant, settings for all who read its logs, neither for strangers", async () => {
  const cookie = await signIn(site, reader);
  const stranger = await signIn(site, await hazel.addUser("none"));
  const statuses = async (path: string, headers: Record<string, string>) => (await getPage(site, path, headers)).status;
  expect(await statuses("/hazel/users", { cookie })).toBe(403);
  expect(await statuses("/hazel/users/1", { cookie })).toBe(403);
  expect(await statuses("/hazel/settings", { cookie })).toBe(200);
  expect(await statuses("/hazel/settings", { cookie: stranger })).toBe(403);
  for (const page of ["users", "settings"]) {
    expect(await statuses(`/acorn-of-others/${page}`, { cookie })).toBe(404);
    expect(await statuses(`/hazel/${page}`, {})).toBe(307);
  }
});

it("the outlines of the map are one file that browsers keep", async () => {
  const { status, headers, html } = await getPage(site, "/world-map.svg");
  expect([status, headers.get("content-type")]).toEqual([200, "image/svg+xml"]);
  expect(headers.get("cache-control")).toContain("max-age=31536000");
  expect(html).toContain('<path id="NO"');
});

it("the pages have no accessibility violation and do not scroll sideways", async () => {
  const page = await open({ as: administrator });
  await page.goto("/hazel/users?role=security-reader");
  const user = new URL((await page.locator("tr[data-user-id] a").first().getAttribute("href")) ?? "", site.url)
    .pathname;
  for (const path of ["/hazel/users", user, `${user}?confirm=disable`, "/hazel/settings"]) {
    await page.goto(path);
    const file = path.replace(/[0-9a-f-]{36}/, "one").replace(/\W+/g, "-");
    const seen = async (look: string) =>
      SHOTS && page.screenshot({ path: `${SHOTS}/${file} ${look}.png`, fullPage: true });
    await expectAccessible(page, { name: path, seen });
  }
});
