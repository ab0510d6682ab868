import { beforeAll, describe, expect, it } from "vitest";
import { HOUR_MS } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { judgeTenant } from "@/lib/services/unusual/judge-sign-ins";
import { sideways, violations } from "@/tests/helpers/axe";
import { DESKTOP, openBrowser, openFilter, PHONE, shownChips, shownColumn, shownIds } from "@/tests/helpers/browser";
import { graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, getPage, type Organisation, openSite, signIn } from "@/tests/helpers/site";

/** A folder for pictures of the pages, for who wants to look at them. */
const { SHOTS } = process.env;
const site = openSite();
const open = openBrowser(site);
let rowan: Organisation;
let reader: string;

beforeAll(async () => {
  rowan = await addOrganisation("rowan-unusual", "premium_p1");
  const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();
  const place = (city: string, countryOrRegion: string, latitude: number, longitude: number): JsonObject => ({
    location: { city, countryOrRegion, geoCoordinates: { latitude, longitude } },
  });
  await rowan.addSignIns(
    ...Array.from({ length: 12 }, (_, day) =>
      graphSignIn({ ...place("Oslo", "NO", 59.91, 10.75), id: `usual-${day}`, createdDateTime: ago(day * 24 + 4) }),
    ),
    graphSignIn({
      ...{ ...place("Recife", "BR", -8.05, -34.9), id: "far", createdDateTime: ago(2), ipAddress: "203.0.113.7" },
      deviceDetail: { operatingSystem: "iOS 18", browser: "Mobile Safari" },
    }),
  );
  await judgeTenant(rowan.scope);
  reader = await rowan.addUser("unusual-reader", "security-reader");
});

const log = (search: string) => `/${rowan.slug}/sign-ins/interactive?range=24h&${search}`;
const SENTENCE = "Unusual · From a country that this user had not signed in from before: Brazil.";

it("an administrator filters by what is unusual, sees the reason in its column, and the sentence in the pane", async () => {
  const page = await open({ as: reader });
  await page.goto(log(""));
  await page.locator("html[data-js]").waitFor();
  await expect.poll(() => shownIds(page)).toEqual(["far", "usual-0"]);
  await page.locator(".columns-menu > summary").click();
  const menu = page.locator(".columns-menu > div");
  await menu.getByRole("checkbox", { name: "Unusual", exact: true }).check();
  await menu.getByRole("button", { name: "Save columns" }).click();
  await expect.poll(() => shownColumn(page, "unusual")).toEqual(["New country, New device, Impossible travel", "No"]);
  const form = await openFilter(page, "Unusual");
  await form.getByRole("checkbox", { name: "New country" }).check();
  await form.getByRole("button", { name: "Apply" }).click();
  await expect.poll(() => shownIds(page)).toEqual(["far"]);
  expect((await shownChips(page)).join()).toContain("Unusual: New country");
  await page.locator('tr[data-sign-in-id="far"] [data-row-link]').click();
  await page.locator(".pane-head [data-unusual=country]").waitFor();
  const told = await page.locator(".pane-head [data-unusual]").allInnerTexts();
  expect(told.map((text) => text.replace(/\s+/g, " ").trim())).toEqual([
    SENTENCE,
    "Unusual · With a device or browser that this user had not used before.",
    "Unusual · 8 556 km from Oslo, 2 hours later: too far to travel.",
  ]);
  expect(await violations(page)).toEqual([]);
});

describe.each([
  { name: "1440", viewport: DESKTOP },
  { name: "390", viewport: PHONE },
])("at $name px, without JavaScript", ({ name, viewport }) => {
  it.each(["light", "dark"] as const)("the filter and the pane work (%s)", async (colorScheme) => {
    const page = await open({ as: reader, viewport, colorScheme, javaScriptEnabled: false });
    await page.goto(log("unusual=travel&open=far"));
    expect(await shownIds(page)).toEqual(["far"]);
    expect(((await page.locator(".pane-head").textContent()) ?? "").replace(/\s+/g, " ")).toContain(SENTENCE);
    expect(await sideways(page)).toBe(0);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/unusual-${name}-${colorScheme}.png` });
  });
});

it("a word that is no reason is refused with a sentence and the status 400", async () => {
  const cookie = await signIn(site, reader);
  const { status, html } = await getPage(site, log("unusual=sometimes"), { cookie });
  expect([status, html.includes("allowed: any, country, device, travel, burst")]).toEqual([400, true]);
});
