/** A real browser, and a page of its own for each test. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from "playwright-core";
import { afterEach, beforeAll, expect, type TestContext } from "vitest";
import { type Site, signIn } from "./site";
import { requireTool } from "./tools";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Pages live too short to repay it: an accessibility check of a log takes 390 ms of processor time instead of 555.
  "--js-flags=--no-turbofan --no-maglev",
];
/** Longer than the slowest page on a busy machine; a wrong expectation should not take the test's whole time. */
const TIMEOUT_MS = 15_000;
const NARROW = 390;
/** As many kinds as most test files use; each is a process that takes some memory. */
const IDLE_TABS = 6;

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: NARROW, height: 844 };

export interface PageOptions {
  viewport?: { width: number; height: number };
  colorScheme?: "light" | "dark";
  timezoneId?: string;
  javaScriptEnabled?: boolean;
  /** The account that is signed in, in a session that the file's pages share. */
  as?: string;
  /** With a clock that the test can put forward. */
  clock?: boolean;
}

/** A browser profile and its one tab, with what they were made with. */
interface Tab {
  page: Page;
  context: BrowserContext;
  profile: BrowserContextOptions & { viewport: { width: number; height: number } };
}

interface OpenTab extends Tab {
  /** It cannot be made as new again. */
  clock: boolean;
  /** What the browser reported about scripts. */
  faults: string[];
}

/** On globalThis: test files that one process runs share them also when they load this module anew. */
const held = globalThis as typeof globalThis & { signbookBrowser?: { browser: Browser; idle: Tab[] } };

/** Starting it takes as long as a test does, so it is started once. It ends with the process. */
async function theBrowser(): Promise<{ browser: Browser; idle: Tab[] }> {
  if (!held.signbookBrowser?.browser.isConnected()) {
    const browser = await chromium.launch({ executablePath: requireTool("chromium"), args: ARGUMENTS });
    held.signbookBrowser = { browser, idle: [] };
  }
  return held.signbookBrowser;
}

/**
 * @returns a function that opens a page in a browser profile of its own, with relative addresses of the site. After each
 * test its pages are closed; an error on a page's console fails the test; of a failed test's pages a picture is taken.
 */
export function openBrowser(site: Pick<Site, "url">): (options?: PageOptions) => Promise<Page> {
  const opened: OpenTab[] = [];
  const cookies = new Map<string, Promise<string>>();
  beforeAll(async () => {
    await theBrowser();
  });
  afterEach(async ({ task }) => {
    const used = opened.splice(0);
    if (task.result?.state === "fail") for (const { page } of used) await describePage(page, task);
    for (const tab of used) await (tab.clock ? tab.context.close() : putAside(tab));
    expect(used.flatMap(({ faults }) => faults)).toEqual([]);
  });

  return async ({ as, clock = false, timezoneId = "UTC", viewport = DESKTOP, ...options } = {}) => {
    const tab = await takeTab({
      ...{ baseURL: site.url, timezoneId, viewport, isMobile: viewport.width <= NARROW, reducedMotion: "reduce" },
      ...options,
    });
    if (as) {
      if (!cookies.has(as)) cookies.set(as, signIn(site, as));
      await giveSession(tab.context, site, (await cookies.get(as)) ?? "");
    }
    if (clock) await tab.page.clock.install();
    opened.push({ ...tab, clock, faults: listen(tab.page) });
    return tab.page;
  };
}

const isAlike = (one: Tab["profile"], other: Tab["profile"]) => JSON.stringify(one) === JSON.stringify(other);

async function takeTab(profile: Tab["profile"]): Promise<Tab> {
  const { browser, idle } = await theBrowser();
  const at = idle.findLastIndex((tab) => isAlike(tab.profile, profile));
  const [found] = at < 0 ? [] : idle.splice(at, 1);
  if (found) return found;
  const context = await browser.newContext(profile);
  context.setDefaultTimeout(TIMEOUT_MS);
  return { profile, context, page: await context.newPage() };
}

/**
 * Keeps a tab that a test is done with for the next one that wants the like: a new tab is a process that has to be started
 * and to read the site's scripts, which takes longer than a page does. Nothing of the test is left in it.
 */
async function putAside({ page, context, profile }: Tab): Promise<void> {
  for (const other of context.pages()) if (other !== page) await other.close();
  if (page.isClosed()) return context.close();
  page.removeAllListeners();
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await context.unrouteAll({ behavior: "ignoreErrors" });
  await page.goto("about:blank");
  await Promise.all([context.clearCookies(), context.clearPermissions(), page.mouse.move(-1, -1)]);
  await page.setViewportSize(profile.viewport);
  await page.emulateMedia({ colorScheme: profile.colorScheme ?? "light" });
  const { idle } = await theBrowser();
  idle.push({ page, context, profile });
  if (idle.length > IDLE_TABS) await idle.shift()?.context.close();
}

async function giveSession(context: BrowserContext, site: Pick<Site, "url">, cookie: string): Promise<void> {
  const [name = "", value = ""] = cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value, url: site.url, httpOnly: true, sameSite: "Lax" }]);
}

function listen(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    // A page that is refused says so by its status; the browser notes that as an error.
    if (message.type() !== "error" || message.text().startsWith("Failed to load resource")) return;
    faults.push(`${page.url()}: ${message.text()}`);
  });
  return faults;
}

async function describePage(page: Page, task: TestContext["task"]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "signbook-failed-test-"));
  const picture = path.join(folder, "page.png");
  const text = await page
    .locator("body")
    .ariaSnapshot({ timeout: 1000 })
    .catch((error) => `(nothing to tell: ${error})`);
  await page.screenshot({ path: picture, timeout: 5000 }).catch(() => {});
  console.log(`“${task.name}” failed at ${page.url()}\nPicture: ${picture}\n${text.slice(0, 1500)}`);
}

/** The rows of the log on the page, by request id, in order. */
export function shownIds(page: Page): Promise<string[]> {
  return page
    .locator("tr[data-sign-in-id]")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-sign-in-id") ?? ""));
}

/** The text of a cell of each row. */
export function shownColumn(page: Page, column: string): Promise<string[]> {
  return page.locator(`tr[data-sign-in-id] td[data-col="${column}"]`).allInnerTexts();
}

/** Opens the form of a filter by the bar, as a reader would: choose the field, then its value. */
export async function openFilter(page: Page, field: string): Promise<Locator> {
  await page.locator("summary", { hasText: "Add filter" }).click();
  await page.getByRole("button", { name: field, exact: true }).click();
  return page.locator("form.filter-form:visible");
}

/** Sets a filter to a text, with an operator by its label. */
export async function addFilter(page: Page, field: string, text: string, operator?: string): Promise<void> {
  const form = await openFilter(page, field);
  if (operator) await form.locator("select").selectOption({ label: operator });
  await form.locator("input[type=text]").fill(text);
  await form.getByRole("button", { name: "Apply" }).click();
}

/** The filters in force, as their chips say. */
export async function shownChips(page: Page): Promise<string[]> {
  const texts = await page.locator(".chip > :first-child > summary").allInnerTexts();
  return texts.map((text) => text.replace(/\s+/g, " ").trim());
}

/** Fills in the sign-in form and sends it. */
export async function fillInSignIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel("Email address").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
