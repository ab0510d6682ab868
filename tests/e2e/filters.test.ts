/** The filter bar as readers use it: adding, negating, sharing between logs, being remembered, saved views, links. */
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { sideways, violations } from "@/tests/helpers/axe";
import {
  addFilter,
  DESKTOP,
  fillInSignIn,
  openBrowser,
  openFilter,
  PHONE,
  shownChips,
  shownIds,
} from "@/tests/helpers/browser";
import { graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, getPage, type Organisation, openSite, PASSWORD, signIn } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
const REMEMBERED = "Remembered filters are in force";

let cherry: Organisation;
let admin: string;
let others = 0;

/** The rows, newest first. */
const ALL = ["anna", "ben", "carla", "dag"];

beforeAll(async () => {
  cherry = await addOrganisation("cherry-filters");
  admin = await cherry.addUser("admin", "global-administrator");
  let minutes = 0;
  const event = (id: string, fields: JsonObject) =>
    graphSignIn({ id, createdDateTime: new Date(Date.now() - ++minutes * 60_000).toISOString(), ...fields });
  const who = (userDisplayName: string): JsonObject => ({
    userDisplayName,
    userId: `id-of-${userDisplayName.split(" ")[0]?.toLowerCase()}`,
    userPrincipalName: `${userDisplayName.split(" ")[0]?.toLowerCase()}@cherry.example`,
  });
  const where = (countryOrRegion: string | null): JsonObject => ({
    location: { countryOrRegion, city: "A", state: "B" },
  });
  await cherry.addSignIns(
    event("anna", { ...who("Anna Berg"), ...where("NO") }),
    event("ben", { ...who("Ben Lindberg"), ...where("SE"), status: { errorCode: 50126 } }),
    event("carla", { ...who("Carla Lund"), ...where(null), clientAppUsed: "IMAP4" }),
    event("dag", { ...who("Dag Berg"), ...where("NO"), status: { errorCode: 50074 } }),
    event("background", {
      ...{ ...who("Anna Berg"), ...where("NO"), isInteractive: false, signInEventTypes: ["nonInteractiveUser"] },
    }),
    event("robot", {
      ...{ signInEventTypes: ["servicePrincipal"], servicePrincipalId: "id-of-robot", servicePrincipalName: "Robot" },
      ...{ userDisplayName: null, userId: null, userPrincipalName: null, isInteractive: null },
    }),
  );
});

/** Somebody of whom nothing is remembered yet. */
const newReader = () => cherry.addUser(`reader-${++others}`, "reports-reader");
const log = (query = "", category = "interactive") => `/${cherry.slug}/sign-ins/${category}${query}`;

async function openLog(options: Parameters<typeof open>[0] = {}, query = "?range=24h"): Promise<Page> {
  const page = await open({ as: await newReader(), ...options });
  await page.goto(log(query));
  if (options.javaScriptEnabled !== false) await page.locator("html[data-js]").waitFor();
  return page;
}

const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.getAll(name);
const rows = (page: Page) => expect.poll(() => shownIds(page));

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("the filter bar %s", (_, javaScriptEnabled) => {
  it("adds filters one by one, all of which must match, and takes them away by their cross", async () => {
    const page = await openLog({ javaScriptEnabled });
    await rows(page).toEqual(ALL);
    await addFilter(page, "Country", "NO");
    await rows(page).toEqual(["anna", "dag"]);
    await addFilter(page, "User", "dag");
    await rows(page).toEqual(["dag"]);
    expect(await shownChips(page)).toEqual(["User: dag…", "Country: NO"]);
    await page.getByTitle("Remove the filter Country").click();
    await expect.poll(() => shownChips(page)).toEqual(["User: dag…"]);
    await page.getByRole("link", { name: "Clear" }).click();
    await rows(page).toEqual(ALL);
    expect(await shownChips(page)).toEqual([]);
  });

  it("negates, finds what is not recorded, and what is", async () => {
    const page = await openLog({ javaScriptEnabled });
    await addFilter(page, "Country", "NO", "is not");
    await rows(page).toEqual(["ben", "carla"]);
    expect(parameter(page, "country")).toEqual(["!NO"]);
    expect(await shownChips(page)).toEqual(["Country: not NO"]);
    for (const [operator, value, ids] of [
      ["is not recorded", "none", ["carla"]],
      ["is recorded", "!none", ["anna", "ben", "dag"]],
    ] as const) {
      await page.locator(".chip summary").click();
      const form = page.locator("form.filter-form:visible");
      await form.locator("select").selectOption({ label: operator });
      await form.getByRole("button", { name: "Apply" }).click();
      await rows(page).toEqual(ids);
      expect(parameter(page, "country")).toEqual([value]);
    }
  });

  it("leaves out several words at once, and finds all legacy clients", async () => {
    const page = await openLog({ javaScriptEnabled });
    const form = await openFilter(page, "Status");
    await form.locator("select").selectOption({ label: "is none of" });
    await form.getByRole("checkbox", { name: "Failure" }).check();
    await form.getByRole("checkbox", { name: "Interrupted" }).check();
    await form.getByRole("button", { name: "Apply" }).click();
    await rows(page).toEqual(["anna", "carla"]);
    expect(parameter(page, "status")).toEqual(["!failure", "!interrupted"]);
    await addFilter(page, "Client app", "legacy");
    await rows(page).toEqual(["carla"]);
    expect(await shownChips(page)).toContain("Client app: any legacy client");
  });

  it("explains unusable values beside their fields, and takes the corrected ones", async () => {
    const page = await openLog({ javaScriptEnabled }, "?range=24h&ip=10.1/16&errorCode=wrong&user=ben");
    const repair = page.locator(".filter-repair");
    const ip = repair.locator("fieldset", { hasText: "IP address" }).locator("input");
    expect(await ip.getAttribute("aria-invalid")).toBe("true");
    expect(await repair.locator(".problem").allInnerTexts()).toEqual([
      expect.stringContaining("is not a block"),
      expect.stringContaining("is not a whole number"),
    ]);
    await ip.fill("192.0.2.0/24");
    await repair.locator("fieldset", { hasText: "Error code" }).locator("input").fill("50126");
    await repair.getByRole("button", { name: "Apply" }).click();
    await rows(page).toEqual(["ben"]);
    expect(await repair.count()).toBe(0);
  });

  it("saves a view under a name, says so when the name is taken, renames and deletes it", async () => {
    const page = await openLog({ javaScriptEnabled }, "?range=7d&status=failure");
    const menu = page.locator(".views-menu");
    const save = async (name: string) => {
      await menu.locator("> div > form input[name=name]").fill(name);
      await menu.getByRole("button", { name: "Save view" }).click();
    };
    await menu.locator("> summary").click();
    await save("What failed");
    await expect.poll(() => menu.locator("> summary").textContent()).toContain("What failed");
    await menu.locator("> summary").click();
    await save("what FAILED");
    await menu.getByRole("alert").getByText("There is a view named").waitFor();
    await menu.locator(".view-editor > summary").click();
    await menu.locator(".view-editor input[name=name]").fill("Broken");
    await menu.getByRole("button", { name: "Save changes" }).click();
    await expect.poll(() => menu.locator("> summary").textContent()).toContain("Broken");
    await page.goto(log("?range=24h"));
    await menu.locator("> summary").click();
    await menu.getByRole("link", { name: "Broken" }).click();
    await rows(page).toEqual(["ben"]);
    await menu.locator("> summary").click();
    await menu.locator(".view-editor > summary").click();
    await menu.getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => menu.locator("> summary").textContent()).toContain("Views");
  });
});

describe("values", () => {
  it("are suggested while one types, chosen by keys, and mean exactly that one", async () => {
    const page = await openLog();
    const form = await openFilter(page, "User");
    const field = form.getByRole("combobox", { name: "User" });
    await field.fill("berg");
    const options = form.getByRole("listbox").getByRole("option");
    await expect.poll(() => options.allInnerTexts()).toHaveLength(3);
    expect(await field.getAttribute("aria-expanded")).toBe("true");
    await field.press("ArrowDown");
    await field.press("ArrowDown");
    const active = form.locator("[aria-selected=true]");
    expect(await field.getAttribute("aria-activedescendant")).toBe(await active.getAttribute("id"));
    expect(await active.textContent()).toContain("Ben Lindberg");
    await field.press("Enter");
    await rows(page).toEqual(["ben"]);
    expect(parameter(page, "user")).toEqual(["id-of-ben"]);
    expect(await shownChips(page)).toEqual(["User: Ben Lindberg"]);
    // The menu has closed, and the focus is where it was opened.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Add filter");
  });

  it("of a field with few are suggested with their counts, and can be left out by the mouse alone", async () => {
    const page = await openLog();
    const form = await openFilter(page, "Country");
    const norway = form.getByRole("option", { name: /Norway/ });
    expect(await norway.textContent()).toMatch(/Norway\s*NO\s*2/);
    await form.locator("select").selectOption({ label: "is not" });
    await norway.click();
    await rows(page).toEqual(["ben", "carla"]);
  });

  it("are listed by the page itself where there is no JavaScript", async () => {
    const page = await openLog({ javaScriptEnabled: false });
    const form = await openFilter(page, "Country");
    const listed = form.locator("datalist option");
    expect(await listed.evaluateAll((all) => all.map((one) => one.getAttribute("value")))).toEqual(["NO", "SE"]);
  });

  it("are suggested to those who may read the log, and to nobody else", async () => {
    const ask = async (upn: string, query: string, tenant = cherry.slug) => {
      const cookie = upn && (await signIn(site, upn));
      const path = `/${tenant}/sign-ins/interactive/suggest?${query}`;
      const { status, html } = await getPage(site, path, cookie ? { cookie } : {});
      return { status, body: JSON.parse(html) };
    };
    const reader = await newReader();
    const nobody = await cherry.addUser("nobody");
    expect(await ask(reader, "filter=user&text=ann")).toMatchObject({
      ...{ status: 200, body: { suggestions: [{ value: "id-of-anna", label: "Anna Berg" }] } },
    });
    expect(await ask("", "filter=user")).toMatchObject({ status: 401 });
    expect(await ask(nobody, "filter=user")).toMatchObject({ status: 403 });
    expect(await ask(nobody, "filter=wrong")).toMatchObject({ status: 403 });
    expect(await ask("admin@cedar.example", "filter=user", "cedar")).toMatchObject({ status: 403 });
    expect(await ask(reader, "filter=user", "acorn")).toMatchObject({ status: 404 });
    expect(await ask(reader, "filter=wrong")).toMatchObject({ status: 400 });
    expect(await ask(reader, "filter=user&range=custom")).toMatchObject({ status: 400 });
  });
});

describe("the filters in force", () => {
  it("are shared by the two user logs, both ways; the service principals' are their own", async () => {
    const page = await openLog();
    const tabs = page.getByRole("navigation", { name: "Logs" });
    const tab = (name: string) => tabs.getByRole("link", { name, exact: true }).click();
    await addFilter(page, "User", "anna");
    await rows(page).toEqual(["anna"]);
    await tab("Non-interactive");
    await rows(page).toEqual(["background"]);
    await tab("Service principal");
    await rows(page).toEqual(["robot"]);
    await addFilter(page, "Service principal", "robot");
    await expect.poll(() => shownChips(page)).toEqual(["Service principal: robot…"]);
    await tab("Non-interactive");
    await expect.poll(() => shownChips(page)).toEqual(["User: anna…"]);
    await page.getByRole("link", { name: "Clear" }).click();
    await expect.poll(() => shownChips(page)).toEqual([]);
    await tab("Interactive");
    await rows(page).toEqual(ALL);
    await tab("Service principal");
    await expect.poll(() => shownChips(page)).toEqual(["Service principal: robot…"]);
    await page.getByText(REMEMBERED).waitFor();
  });

  it("come back after a detour and after signing out and in; the reader is told, and can be rid of them", async () => {
    const upn = await newReader();
    const page = await open({ as: upn });
    await page.goto(log("?range=7d&country=NO&tz=utc"));
    await rows(page).toEqual(["anna", "dag"]);
    expect(await page.getByText(REMEMBERED).count()).toBe(0);
    await page.goto(log("", "managed-identity"));
    expect(parameter(page, "tz")).toEqual(["utc"]);
    await page
      .getByRole("navigation", { name: "Main" })
      .getByRole("link", { name: "Interactive", exact: true })
      .click();
    await page.getByText(REMEMBERED).waitFor();
    await rows(page).toEqual(["anna", "dag"]);
    expect([parameter(page, "range"), parameter(page, "tz")]).toEqual([["7d"], ["utc"]]);

    const elsewhere = await open();
    await elsewhere.goto(log());
    await fillInSignIn(elsewhere, upn, PASSWORD);
    await elsewhere.getByText(REMEMBERED).waitFor();
    expect(await shownChips(elsewhere)).toEqual(["Country: NO"]);
    await elsewhere.getByRole("link", { name: "Forget the remembered filters" }).click();
    await rows(elsewhere).toEqual(ALL);
    await elsewhere.goto(log());
    await rows(elsewhere).toEqual(ALL);
    expect(await elsewhere.getByText(REMEMBERED).count()).toBe(0);
  });

  it("give way to a link that says what to show", async () => {
    const upn = await newReader();
    const cookie = await signIn(site, upn);
    const visit = (query: string) => getPage(site, log(query), { cookie });
    await visit("?country=NO");
    expect(await visit("")).toMatchObject({ status: 307, location: log("?country=NO&remembered=1") });
    expect(await visit("?range=24h&open=ben")).toMatchObject({ status: 200 });
    await visit("?country=NO");
    expect(await visit("?open=ben")).toMatchObject({ status: 200 });
    expect(await visit("")).toMatchObject({ status: 307 });
    await visit("?user=ben");
    expect(await visit("")).toMatchObject({ location: log("?user=ben&remembered=1") });
  });
});

describe("a view", () => {
  it("that is shared is opened by others, changed by its owner and a Global Administrator only", async () => {
    const page = await openLog({}, "?range=24h&country=none");
    const menu = (at: Page) => at.locator(".views-menu");
    await menu(page).locator("> summary").click();
    await menu(page).locator("> div > form input[name=name]").fill("From nowhere");
    await menu(page).getByLabel("Share with everybody").last().check();
    await menu(page).getByRole("button", { name: "Save view" }).click();
    await expect.poll(() => menu(page).locator("> summary").textContent()).toContain("From nowhere");
    // The menu has closed, and the focus is where it was opened.
    await expect.poll(() => menu(page).getAttribute("open")).toBeNull();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("From nowhere");

    const other = await openLog();
    await menu(other).locator("> summary").click();
    expect(await menu(other).locator(".view-row", { hasText: "From nowhere" }).locator(".view-editor").count()).toBe(0);
    await menu(other)
      .getByRole("link", { name: /From nowhere/ })
      .click();
    await rows(other).toEqual(["carla"]);

    const boss = await openLog({ as: admin });
    await menu(boss).locator("> summary").click();
    await menu(boss).locator(".view-row", { hasText: "From nowhere" }).locator("details > summary").click();
    await menu(boss).getByRole("button", { name: "Delete" }).click();
    await expect
      .poll(() =>
        menu(boss)
          .getByRole("link", { name: /From nowhere/ })
          .count(),
      )
      .toBe(0);
    await other.goto(log("?range=24h"));
    expect(await menu(other).getByText("From nowhere").count()).toBe(0);
  });

  it("is shown to another reader by its copied link, in their own zone", async () => {
    const page = await openLog({ timezoneId: "Asia/Kolkata" });
    const day = new Date().toLocaleDateString("en-CA", { timeZone: "Asia/Kolkata" });
    await page.goto(log(`?range=custom&from=${day}&status=failure&open=ben`));
    await page.locator("html[data-js]").waitFor();
    // The pane lies over the bar's own button.
    const copy = page.getByRole("button", { name: "Copy a link" });
    const link = (await copy.getAttribute("data-copy")) ?? "";
    expect(await page.locator("button.copy-link").getAttribute("data-copy")).toBe(link);
    await copy.click();
    await expect.poll(() => copy.getAttribute("data-copied")).toBe("");
    expect(new URL(link).origin).toBe(site.url);
    const shown = await shownIds(page);
    const other = await openLog({ timezoneId: "America/Los_Angeles" }, "?user=anna");
    await other.goto(link);
    expect(await shownIds(other)).toEqual(shown);
    expect(await other.locator(".pane-head").count()).toBe(1);
    expect(await shownChips(other)).toEqual(["Status: Failure"]);
  });
});

describe.each([
  { look: "light and wide", colorScheme: "light", viewport: DESKTOP },
  { look: "dark and narrow", colorScheme: "dark", viewport: PHONE },
] as const)("$look", ({ colorScheme, viewport }) => {
  it("no menu of the bar has an accessibility violation or makes the page scroll sideways", async () => {
    const page = await openLog({ colorScheme, viewport }, "?range=custom&from=2026-01-01&country=!NO&remembered=1");
    const look = async () => expect({ violations: await violations(page, "main"), sideways: await sideways(page) });
    await page.locator("summary", { hasText: "Add filter" }).click();
    (await look()).toEqual({ violations: [], sideways: 0 });
    await page.getByRole("button", { name: "User", exact: true }).click();
    await page.getByRole("listbox").getByRole("option").first().waitFor();
    (await look()).toEqual({ violations: [], sideways: 0 });
    await page.keyboard.press("Escape");
    await page.locator(".views-menu > summary").click();
    (await look()).toEqual({ violations: [], sideways: 0 });
  });
});
