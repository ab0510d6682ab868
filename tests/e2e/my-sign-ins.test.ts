import { beforeAll, describe, expect, it } from "vitest";
import { createUser } from "@/lib/services/users/create-user";
import { expectAccessible } from "@/tests/helpers/axe";
import { openBrowser } from "@/tests/helpers/browser";
import { graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, getPage, openSite, PASSWORD } from "@/tests/helpers/site";

/** A folder for pictures of the pages, for who wants to look at them. */
const { SHOTS } = process.env;
const site = openSite();
const open = openBrowser(site);
const SLUG = "my-own";
const ADA = `ada@${SLUG}.example`;
const IDS = { ok: "own-ok", wrong: "own-wrong", other: "own-other" };

beforeAll(async () => {
  const organisation = await addOrganisation(SLUG, "free");
  const ada = { upn: ADA, displayName: "Ada Berg", objectId: "own-ada" };
  await createUser(organisation.scope, { ...ada, password: PASSWORD, allowShortPassword: true });
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const mine = { userId: "Own-Ada", userPrincipalName: ADA };
  await organisation.addSignIns(
    graphSignIn({
      ...{ ...mine, id: IDS.ok, createdDateTime: ago(130) },
      authenticationDetails: [{ authenticationMethod: "Text message", succeeded: true }],
      location: { city: "Oslo", countryOrRegion: "NO", geoCoordinates: { latitude: 59.9, longitude: 10.7 } },
    }),
    graphSignIn({ ...mine, id: IDS.wrong, createdDateTime: ago(200), status: { errorCode: 50126 } }),
    graphSignIn({ id: IDS.other, userId: "own-bo", createdDateTime: ago(10) }),
  );
});

it("asks who is not signed in to sign in, and comes back", async () => {
  const { status, location } = await getPage(site, "/my-sign-ins?failures=1");
  expect([status, location]).toEqual([307, "/sign-in?callbackUrl=%2Fmy-sign-ins%3Ffailures%3D1"]);
});

it("tells a person without a role, in a tenant without a license, of their own sign-ins in plain words", async () => {
  const page = await open({ as: ADA, timezoneId: "Europe/Oslo" });
  await page.goto("/my-sign-ins");
  // The first script of a browser's first page tells its zone.
  await page.locator("html[data-js]").waitFor();
  await page.reload();
  const cards = page.locator("article[data-sign-in-id]");
  await expect.poll(() => cards.count()).toBe(2);
  const ok = ((await cards.first().textContent()) ?? "").replace(/\s+/g, " ");
  expect(ok).toMatch(/Signed in to Office.*2 hours ago · .* \(Europe\/Oslo, UTC\+\d\).*Oslo, Norway/);
  expect(ok).toMatch(/Firefox 128 on Windows 10.*A code by text message: accepted/);
  expect(await cards.last().textContent()).toContain("Could not sign in to Office: wrong password");
  const map = cards.first().getByRole("img", { name: "Map: Oslo, Norway" });
  expect([await map.locator("use").count(), await map.locator("circle").count()]).toEqual([2, 2]);
  // The outline comes from a file of its own: it is there when it has a size.
  await expect.poll(async () => (await map.locator("use").last().boundingBox())?.width ?? 0).toBeGreaterThan(5);
  await page.getByRole("checkbox", { name: "Failed only" }).check();
  await page.getByRole("button", { name: "Show" }).click();
  await expect.poll(() => cards.count()).toBe(1);
});

it("says what is wrong with its address, with the status 400", async () => {
  const page = await open({ as: ADA });
  const answer = await page.goto("/my-sign-ins?range=3y");
  expect(answer?.status()).toBe(400);
  expect(await page.getByRole("alert").first().textContent()).toContain("choose one of 24h, 7d, all");
});

describe.each([
  { name: "with", javaScriptEnabled: true, id: IDS.ok },
  { name: "without", javaScriptEnabled: false, id: IDS.wrong },
])("$name JavaScript", ({ name: _, javaScriptEnabled, id }) => {
  it("an answer is stored, told on the card, and followed by what to do", async () => {
    const page = await open({ as: ADA, javaScriptEnabled });
    await page.goto("/my-sign-ins");
    const card = page.locator(`article[data-sign-in-id="${id}"]`);
    await card.getByRole("button", { name: "This wasn’t me" }).click();
    await page.getByRole("heading", { name: "Noted: this was not you" }).waitFor();
    expect(await card.textContent()).toContain("You said that this was not you");
    const [mark] = await site.sql`select answer from sign_in_marks where id = ${id}`;
    expect(mark?.answer).toBe("notMe");
    expect(await page.getByRole("link", { name: "Change password" }).getAttribute("href")).toBe("/my-account#password");
    await page.getByRole("button", { name: "Sign out everywhere" }).waitFor();
    await card.getByRole("button", { name: "This was me" }).click();
    await page.getByText("Thank you.").waitFor();
    expect(await card.textContent()).toContain("You said that this was you");
  });
});

it("is accessible, wide and narrow", async () => {
  const page = await open({ as: "user@acorn.example" });
  for (const path of ["/my-sign-ins?answered=notMe", "/my-sign-ins?search=nothing-like-this"]) {
    await page.goto(path);
    const seen = async (look: string) =>
      SHOTS && page.screenshot({ path: `${SHOTS}/${path.replace(/\W+/g, "-")} ${look}.png` });
    await expectAccessible(page, { name: path, seen });
  }
});
