import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { openBrowser, shownIds } from "@/tests/helpers/browser";
import { graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, type Organisation, openSite } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
const DAY_MS = 86_400_000;

let maple: Organisation;
let reader: string;
/** Yesterday, shortly before midnight in UTC: the day after in India. */
let lateAt: Date;

beforeAll(async () => {
  maple = await addOrganisation("maple-zone");
  reader = await maple.addUser("reader", "reports-reader");
  lateAt = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS - 30 * 60_000);
  await maple.addSignIns(
    graphSignIn({ id: "late", createdDateTime: lateAt.toISOString() }),
    ...Array.from({ length: 4 }, (_, index) =>
      graphSignIn({
        id: `recent-${index}`,
        createdDateTime: new Date(Date.now() - (index + 1) * 60_000).toISOString(),
      }),
    ),
  );
});

/** Its keys work from when its script has run. */
async function openLog(page: Page): Promise<void> {
  await page.goto(log("?range=24h"));
  await page.locator("html[data-js]").waitFor();
}

/** Browsers still call it by its name of before 2001. */
const INDIA = /^Asia\/(Kolkata|Calcutta), UTC\+5:30$/;

const log = (query = "") => `/${maple.slug}/sign-ins/interactive${query}`;

/** As the page writes it, worked out another way. */
function written(at: Date, timeZone: string): string {
  const day = at.toLocaleDateString("en-GB", { timeZone, day: "numeric", month: "short", year: "numeric" });
  return `${day.replace("Sept", "Sep")}, ${at.toLocaleTimeString("en-GB", { timeZone })}`;
}

describe("by keyboard alone", () => {
  const focused = (page: Page): Promise<{ row?: string | null; name?: string }> =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      if (element === document.body) return {};
      const row = element.closest("tr")?.getAttribute("data-sign-in-id");
      const name = element.getAttribute("name") ?? element.getAttribute("aria-label") ?? element.textContent?.trim();
      return { row, name };
    });

  it("a reader goes to the filter by f, on to the first row by Tab, opens it by Enter and closes it by Esc", async () => {
    const page = await open({ as: reader });
    await openLog(page);
    await page.keyboard.press("f");
    await expect.poll(() => focused(page)).toMatchObject({ name: "Field to filter by" });
    // It is a key of the page, not a letter in the field.
    expect(await page.getByLabel("Field to filter by").inputValue()).toBe("");
    await page.keyboard.press("Escape");
    expect(await focused(page)).toMatchObject({ name: "Add filter" });
    for (let presses = 0; presses < 15 && !(await focused(page)).row; presses++) await page.keyboard.press("Tab");
    expect((await focused(page)).row).toBe("recent-0");
    await page.keyboard.press("Enter");
    const pane = page.getByRole("complementary", { name: "Details of the sign-in" });
    await pane.waitFor();
    expect(await pane.textContent()).toContain("recent-0");
    await page.keyboard.press("Escape");
    await expect.poll(() => pane.count()).toBe(0);
    expect((await focused(page)).row).toBe("recent-0");
  });

  it("a reader filters by typing and Enter", async () => {
    const page = await open({ as: reader });
    await openLog(page);
    await page.keyboard.press("f");
    await expect.poll(() => focused(page)).toMatchObject({ name: "Field to filter by" });
    await page.keyboard.type("user");
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toMatchObject({ name: "user.value" });
    await page.keyboard.type("nobody");
    await page.keyboard.press("Enter");
    await page.getByText("No sign-ins match these filters").waitFor();
    expect(new URL(page.url()).search).toMatch(/user=nobody/);
  });

  it("the first Tab leads past the navigation, and every stop can be seen", async () => {
    const page = await open({ as: reader });
    await openLog(page);
    await page.addStyleTag({ content: "* { transition: none !important }" });
    await page.keyboard.press("Tab");
    expect((await focused(page)).name).toBe("Skip to content");
    await page.keyboard.press("Enter");
    const unseen: string[] = [];
    let stops = 0;
    for (; stops < 40; stops++) {
      await page.keyboard.press("Tab");
      const { name } = await focused(page);
      if (name === undefined) break;
      if (!(await focusIsVisible(page))) unseen.push(name);
    }
    expect(stops).toBeGreaterThan(12);
    expect(unseen).toEqual([]);
  });
});

/** Whether the focused element, or the field around it, looks otherwise than without the focus. */
function focusIsVisible(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const look = () =>
      [element, element.closest("label")].map((each) => {
        if (!each) return "";
        const { outline, boxShadow, border, backgroundColor } = getComputedStyle(each);
        return [outline, boxShadow, border, backgroundColor].join();
      });
    const seen = look();
    element.blur();
    const unseen = look();
    element.focus();
    return seen.join() !== unseen.join();
  });
}

describe("times", () => {
  const openIn = async (query: string, timezoneId = "Asia/Kolkata") => {
    const page = await open({ as: reader, timezoneId });
    await page.goto(log(query));
    return page;
  };
  const dates = (page: Page) => page.locator("td time").allTextContents();
  const header = (page: Page) => page.locator("thead th small").first().textContent();

  it("are the browser's own zone's, and name it", async () => {
    const page = await openIn("?requestId=late&range=7d");
    await expect.poll(() => header(page)).toMatch(INDIA);
    expect(await dates(page)).toEqual([written(lateAt, "Asia/Kolkata")]);
    expect(await page.locator("select[name=tz] option:checked").textContent()).toMatch(/^Local \(Asia\/\w+\)$/);
    expect(await page.locator("footer.pager").textContent()).toMatch(/Asia\/\w+, UTC\+5:30/);
    // From the second page on the server knows.
    const again = await page.context().newPage();
    await again.goto(log("?requestId=late&range=7d&open=late"));
    const head = await again.locator(".pane-head").textContent();
    expect(head).toContain(written(lateAt, "Asia/Kolkata"));
    expect(head).toMatch(/\(Asia\/\w+, UTC\+5:30\)/);
  });

  it("are UTC's when that is chosen, and name it", async () => {
    const page = await openIn("?requestId=late&range=7d");
    await expect.poll(() => header(page)).toMatch(INDIA);
    await page.locator("select[name=tz]").selectOption("utc");
    await expect.poll(() => header(page)).toBe("UTC");
    expect(await dates(page)).toEqual([written(lateAt, "UTC")]);
    expect(new URL(page.url()).searchParams.get("tz")).toBe("utc");
  });

  it("are UTC's, and say so, where the browser's zone is not known", async () => {
    const page = await open({ as: reader, timezoneId: "Asia/Kolkata", javaScriptEnabled: false });
    await page.goto(log("?requestId=late&range=7d"));
    expect(await header(page)).toBe("UTC");
    expect(await dates(page)).toEqual([written(lateAt, "UTC")]);
  });

  it("of a custom range are meant in the zone that is shown: a bare day is that whole day there", async () => {
    const dayIn = (timeZone: string) => lateAt.toLocaleDateString("en-CA", { timeZone });
    const [india, utc] = [dayIn("Asia/Kolkata"), dayIn("UTC")];
    expect(india).not.toBe(utc);
    const page = await openIn(`?range=custom&from=${india}&to=${india}`);
    await expect.poll(() => header(page)).toMatch(INDIA);
    await expect.poll(() => shownIds(page)).toContain("late");
    expect(await page.inputValue("input[name=from]")).toMatch(new RegExp(`^${india}T00:00`));
    await page.goto(log(`?range=custom&from=${india}&to=${india}&tz=utc`));
    expect(await shownIds(page)).not.toContain("late");
    await page.goto(log(`?range=custom&from=${utc}&to=${utc}&tz=utc`));
    expect(await shownIds(page)).toContain("late");
  });
});
