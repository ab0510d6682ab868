/** A real browser for a test file, and a page of its own for each test. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, type TestContext } from "vitest";
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
];
/** Longer than the slowest page on a busy machine; a wrong expectation should not take the test's whole time. */
const TIMEOUT_MS = 15_000;
const NARROW = 390;

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: NARROW, height: 844 };

export interface PageOptions {
  viewport?: { width: number; height: number };
  colorScheme?: "light" | "dark";
  timezoneId?: string;
  javaScriptEnabled?: boolean;
  /** The account that is signed in, in a session that the file's pages share. */
  as?: string;
}

interface OpenPage {
  page: Page;
  context: BrowserContext;
  /** What the browser reported about scripts. */
  faults: string[];
}

/**
 * @returns a function that opens a page in a fresh browser profile, with relative addresses of the site. After each
 * test its pages are closed; an error on a page's console fails the test; of a failed test's pages a picture is taken.
 */
export function openBrowser(site: Pick<Site, "url">): (options?: PageOptions) => Promise<Page> {
  let browser: Browser;
  const opened: OpenPage[] = [];
  const cookies = new Map<string, Promise<string>>();
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: requireTool("chromium"), args: ARGUMENTS });
  });
  afterEach(async ({ task }) => {
    const pages = opened.splice(0);
    if (task.result?.state === "fail") for (const { page } of pages) await describePage(page, task);
    for (const { context } of pages) await context.close();
    expect(pages.flatMap(({ faults }) => faults)).toEqual([]);
  });
  afterAll(() => browser?.close());

  return async ({ as, timezoneId = "UTC", viewport = DESKTOP, ...options } = {}) => {
    const context = await browser.newContext({
      ...{ baseURL: site.url, timezoneId, viewport, isMobile: viewport.width <= NARROW, reducedMotion: "reduce" },
      ...options,
    });
    context.setDefaultTimeout(TIMEOUT_MS);
    if (as) {
      if (!cookies.has(as)) cookies.set(as, signIn(site, as));
      await giveSession(context, site, (await cookies.get(as)) ?? "");
    }
    const page = await context.newPage();
    opened.push({ page, context, faults: listen(page) });
    return page;
  };
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
