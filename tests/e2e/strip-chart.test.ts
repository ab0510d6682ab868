/** The strip chart over a log: what its bars say, and how the range is narrowed by them. */
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { HOUR_MS } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { openBrowser, shownIds } from "@/tests/helpers/browser";
import { graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, type Organisation, openSite } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
const THIS_HOUR = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const WRONG_PASSWORD = 50126;
const STRONG_AUTHENTICATION = 50074;

let yew: Organisation;
let reader: string;

const hour = (hoursAgo: number) => new Date(THIS_HOUR - hoursAgo * HOUR_MS).toISOString();

/** So many minutes into the hour that began so many hours before this one. */
function signIn(id: string, hoursAgo: number, minutes: number, errorCode = 0, fields: JsonObject = {}): JsonObject {
  const createdDateTime = new Date(THIS_HOUR - hoursAgo * HOUR_MS + minutes * 60_000).toISOString();
  return graphSignIn({ id, createdDateTime, status: { errorCode }, ...fields });
}

beforeAll(async () => {
  yew = await addOrganisation("yew-strip", "premium_p1");
  reader = await yew.addUser("reader", "security-reader");
  const silent = { signInEventTypes: ["nonInteractiveUser"], isInteractive: false };
  await yew.addSignIns(
    ...[signIn("a1", 3, 50, WRONG_PASSWORD), signIn("a2", 3, 40, WRONG_PASSWORD), signIn("a3", 3, 30)],
    ...[signIn("b1", 2, 10), signIn("b2", 2, 5), signIn("c1", 8, 5, STRONG_AUTHENTICATION)],
    ...["s1", "s2", "s3"].map((id, index) => signIn(id, 4, index, 0, silent)),
  );
});

const log = (slug = "interactive", query = "range=24h") => `/${yew.slug}/sign-ins/${slug}?${query}`;
const bar = (page: Page, text: string) => page.locator(`[data-strip] a[aria-label$=": ${text}"]`);
const said = (page: Page) => page.locator(".strip li").allTextContents();
const rangeOf = (page: Page) => {
  const { searchParams } = new URL(page.url());
  return ["range", "from", "to"].map((key) => searchParams.get(key));
};

async function drag(page: Page, from: string, to: string, release = { x: 0, y: 0 }): Promise<void> {
  const places = await Promise.all([from, to].map((text) => bar(page, text).boundingBox()));
  const [start, end] = places.map((box) => ({ x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + 10 }));
  if (!start || !end) throw new Error("There are no such bars.");
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.move(end.x + release.x, end.y + release.y);
  await page.mouse.up();
}

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("%s", (_, javaScriptEnabled) => {
  it("a bar says how many of each status it holds, and narrows the log to its hour", async () => {
    const page = await open({ as: reader, javaScriptEnabled });
    await page.goto(log());
    expect((await said(page)).map((text) => text.split(": ")[1])).toEqual([
      "1 interrupted",
      "2 failure, 1 success",
      "2 success",
    ]);
    await bar(page, "2 failure, 1 success").click();
    await expect.poll(() => shownIds(page)).toEqual(["a1", "a2", "a3"]);
    expect(rangeOf(page)).toEqual(["custom", hour(3), hour(2)]);
    // The hour in its turn is cut into minutes.
    expect(await page.locator("[data-strip] a").count()).toBe(60);
  });
});

it("counts what matches the filters; of a grouped log its sign-ins, not its groups", async () => {
  const page = await open({ as: reader });
  await page.goto(log("interactive", "range=24h&status=failure"));
  expect((await said(page)).map((text) => text.split(": ")[1])).toEqual(["2 failure"]);
  await page.goto(log("non-interactive"));
  expect(await page.locator("tr[data-group-key]").count()).toBe(1);
  expect((await said(page)).map((text) => text.split(": ")[1])).toEqual(["3 success"]);
});

describe("dragging", () => {
  it("over several bars narrows the range to them, from either end", async () => {
    const page = await open({ as: reader });
    for (const [from, to] of [
      ["2 failure, 1 success", "2 success"],
      ["2 success", "2 failure, 1 success"],
    ] as const) {
      await page.goto(log());
      await page.locator("html[data-js]").waitFor();
      await drag(page, from, to);
      await expect.poll(() => shownIds(page)).toEqual(["b1", "b2", "a1", "a2", "a3"]);
      expect(rangeOf(page)).toEqual(["custom", hour(3), hour(1)]);
    }
  });

  it("that ends beside the chart counts as far as it came, and the next press is a press again", async () => {
    const page = await open({ as: reader });
    await page.goto(log());
    await page.locator("html[data-js]").waitFor();
    await drag(page, "2 failure, 1 success", "2 success", { x: 0, y: 200 });
    await expect.poll(() => shownIds(page)).toHaveLength(5);
    await page.locator("tr[data-sign-in-id='b1'] a[data-row-link]").click();
    await page.getByRole("complementary", { name: "Details of the sign-in" }).waitFor();
  });

  it("is given up by Esc", async () => {
    const page = await open({ as: reader });
    await page.goto(log());
    await page.locator("html[data-js]").waitFor();
    const [start, end] = await Promise.all(
      ["2 failure, 1 success", "2 success"].map((text) => bar(page, text).boundingBox()),
    );
    await page.mouse.move((start?.x ?? 0) + 3, (start?.y ?? 0) + 10);
    await page.mouse.down();
    await page.mouse.move((end?.x ?? 0) + 3, (end?.y ?? 0) + 10, { steps: 4 });
    expect(await page.locator("[data-strip] a[data-dragged]").count()).toBe(2);
    await page.keyboard.press("Escape");
    expect(await page.locator("[data-strip] a[data-dragged]").count()).toBe(0);
    await page.mouse.up();
    expect(rangeOf(page)).toEqual(["24h", null, null]);
    expect(await shownIds(page)).toHaveLength(6);
  });
});
