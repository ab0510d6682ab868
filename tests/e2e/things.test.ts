import { beforeAll, describe, expect, it } from "vitest";
import { DAY_MS } from "@/lib/model/retention";
import { sideways, violations } from "@/tests/helpers/axe";
import { DESKTOP, openBrowser, PHONE, shownIds } from "@/tests/helpers/browser";
import { graphSignIn } from "@/tests/helpers/events";
import { addOrganisation, getPage, openSite, rowIds, signIn, visibleText } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
const READER = "reader@finder.example";
const CORRELATION = "5c0ffee0-0000-4000-8000-000000000001";
const ODD = "odd/ä 50%2F?#";
const MORNING = new Date(Date.now() - 50 * 60_000);
const before = (days: number, minutes = 0) =>
  new Date(MORNING.getTime() - days * DAY_MS - minutes * 60_000).toISOString();

const robot = (kind: string, id: string, name: string) => ({
  ...{ signInEventTypes: [kind], isInteractive: false, userId: null, userPrincipalName: null, userDisplayName: null },
  ...{ servicePrincipalId: id, servicePrincipalName: name, clientAppUsed: null, location: null },
});

const SIGN_INS = [
  graphSignIn({ id: "first", createdDateTime: before(20), correlationId: CORRELATION }),
  graphSignIn({ id: "wrong-password", createdDateTime: before(0), status: { errorCode: 50126 } }),
  ...["bo", "cy", "dee"].map((name, index) =>
    graphSignIn({
      ...{ id: `guess-${name}`, createdDateTime: before(3, index), ipAddress: `203.0.113.${index + 7}` },
      ...{ userId: `user-${name}`, userDisplayName: `${name} Guessed`, userPrincipalName: `${name}@finder.example` },
      status: { errorCode: name === "cy" ? 0 : 50126 },
    }),
  ),
  graphSignIn({
    ...{ id: "robot-old", createdDateTime: before(12), ...robot("servicePrincipal", "sp-backup", "Backup robot") },
    ipAddress: "198.51.100.1",
  }),
  graphSignIn({
    ...{ id: "robot-new", createdDateTime: before(1), ...robot("servicePrincipal", "sp-backup", "Backup robot") },
    ...{ ipAddress: "198.51.100.2", correlationId: CORRELATION },
  }),
  graphSignIn({
    ...{ id: "identity", createdDateTime: before(2), ...robot("managedIdentity", "mi-vault", "Vault reader") },
    ...{ managedServiceIdentity: { msiType: "systemAssigned" }, resourceDisplayName: "Key vault", resourceId: "vault" },
    ipAddress: null,
  }),
  graphSignIn({
    ...{
      id: "abroad",
      createdDateTime: before(2),
      ipAddress: "2001:db8::5",
      appDisplayName: "Old mail",
      appId: "app-imap",
    },
    ...{ userId: "user-eve", userDisplayName: "Eve Abroad", userPrincipalName: "eve@finder.example" },
    ...{ clientAppUsed: "IMAP4", authenticationRequirement: "singleFactorAuthentication" },
    location: { city: "Bonn", state: null, countryOrRegion: "DE" },
  }),
  graphSignIn({ id: "odd", createdDateTime: before(4), appId: ODD, appDisplayName: "Odd application" }),
];

let cookie: string;
beforeAll(async () => {
  const { addUser, addSignIns } = await addOrganisation("finder");
  await addUser("reader", "reports-reader");
  await addUser("nobody");
  await addSignIns(...SIGN_INS);
  cookie = await signIn(site, READER);
});

const get = (path: string, as = cookie) => getPage(site, `/finder${path}`, { cookie: as });

describe("from the overview it takes a search", () => {
  const searchFor = async (text: string) => {
    const page = await open({ as: READER });
    await page.goto("/finder");
    await page.locator("html[data-js]").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
    await page.locator("h1").filter({ hasNotText: "Overview" }).waitFor();
    return page;
  };
  const factOf = async (page: Awaited<ReturnType<typeof searchFor>>, label: string) =>
    page.locator(".record-facts dt", { hasText: label }).locator("+ dd").textContent();

  it("and a click to learn why a named user could not sign in this morning, and what to do", async () => {
    const page = await searchFor("ada b");
    expect(await page.locator("h1").textContent()).toBe("Ada Berg");
    expect(await factOf(page, "Last failure")).toContain("50126");
    await page.locator(".record-facts dt", { hasText: "Last failure" }).locator("+ dd a").click();
    await page.getByRole("complementary", { name: "Details of the sign-in" }).waitFor();
    expect(await page.locator(".pane").textContent()).toMatch(/password/i);
    expect(await page.locator(".pane a[data-thing=application]").getAttribute("href")).toBe(
      "/finder/applications/app-office",
    );
  });

  it("to learn which accounts were tried from a block of addresses, and whether any succeeded", async () => {
    const page = await searchFor("203.0.113.0/24");
    expect(await page.locator("h1").textContent()).toBe("203.0.113.0/24");
    expect(await page.locator("[data-tried]").textContent()).toContain(
      "3 accounts were tried from here; 1 of them succeeded.",
    );
    const keys = await page
      .locator("[data-related=users] tr[data-key]")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-key")));
    expect(keys).toEqual(["user-cy", "user-bo", "user-dee"]);
  });

  it("to learn whether a service principal used a new address this week", async () => {
    const page = await searchFor("backup");
    const fresh = page.locator("[data-related=addresses] tr[data-new]");
    expect(await fresh.count()).toBe(1);
    expect(await fresh.textContent()).toContain("198.51.100.2");
    expect(await page.locator("[data-related=addresses] [data-fresh]").textContent()).toMatch(
      /1 is new this week in the 30 days kept/,
    );
  });

  it("to learn when a managed identity was last used and for what", async () => {
    const page = await searchFor("mi-vault");
    expect(await page.locator(".thing-head").textContent()).toContain("Managed identity");
    expect(await factOf(page, "Last success")).toContain("Vault reader");
    expect(await page.locator("[data-related=resources] tr[data-key=vault]").textContent()).toContain("Key vault");
  });

  it("to learn how many distinct users an application had this week and last", async () => {
    const page = await searchFor("app-office");
    const users = page.locator("[data-related=users]");
    expect(await users.locator("[data-week]").getAttribute("data-week")).toBe("4");
    expect(await users.locator("[data-before]").getAttribute("data-before")).toBe("0");
  });

  it("to see everything with a correlation ID", async () => {
    const page = await searchFor(CORRELATION);
    expect(
      await page
        .locator("tr[data-sign-in-id]")
        .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-sign-in-id"))),
    ).toEqual(["first", "robot-new"]);
  });
});

describe("from the overview it takes", () => {
  const openOverview = async () => {
    const page = await open({ as: READER });
    await page.goto("/finder");
    return page;
  };
  type Page = Awaited<ReturnType<typeof openOverview>>;
  const brokenDown = async (page: Page, by: string) => {
    const panel = page.getByRole("region", { name: `Broken down by ${by}` });
    await panel.waitFor();
    return (await panel.locator(".breakdown-name").allInnerTexts()).map((text) => text.trim());
  };

  it("a click to learn who signed in successfully from outside a country", async () => {
    const page = await openOverview();
    await page.getByRole("link", { name: /from outside Norway, by user/ }).click();
    expect(await brokenDown(page, "user")).toEqual(["Eve Abroad"]);
    expect(await shownIds(page)).toEqual(["abroad"]);
  });

  it("three clicks to learn which applications still use legacy clients, and by whom", async () => {
    const page = await openOverview();
    await page.locator("[data-subject=legacy-applications]").getByRole("link", { name: "Interactive" }).click();
    expect(await brokenDown(page, "application")).toEqual(["Old mail"]);
    await page.getByRole("link", { name: "Only this: Old mail" }).click();
    await page.waitForURL(/application=/);
    await page.getByRole("link", { name: "By user", exact: true }).click();
    expect(await brokenDown(page, "user")).toEqual(["Eve Abroad"]);
  });

  it("a search and a click to learn who reached an application with one factor only", async () => {
    const page = await openOverview();
    await page.getByRole("combobox", { name: "Search" }).fill("old mail");
    await page.keyboard.press("Enter");
    await page.locator("[data-subject=one-factor]").getByRole("link", { name: "Interactive" }).click();
    expect(await brokenDown(page, "user")).toEqual(["Eve Abroad"]);
  });
});

describe("a name in a log", () => {
  const LOG = "/finder/sign-ins/interactive?range=7d";
  const pane = (page: Awaited<ReturnType<typeof open>>) =>
    page.getByRole("complementary", { name: "Details of the sign-in" });

  it("leads to its page, and the rest of the row opens the record, whose names lead there too", async () => {
    const page = await open({ as: READER });
    await page.goto(LOG);
    await page.locator("html[data-js]").waitFor();
    const row = page.locator("tr[data-sign-in-id=abroad]");
    const hrefs = await row
      .locator("a[data-thing]")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    expect(hrefs).toEqual(
      ["principals/user-eve", "applications/app-imap", "addresses/2001%3Adb8%3A%3A5"].map((each) => `/finder/${each}`),
    );
    await row.locator("td[data-col=status]").click();
    await pane(page).waitFor();
    const linked = await page.locator(".pane-body .facts a").allInnerTexts();
    expect(linked).toEqual(expect.arrayContaining(["Eve Abroad", "user-eve", "Old mail", "app-imap", "Mail"]));
    await row.locator("a[data-thing=principal]").click();
    await page.waitForURL("**/finder/principals/user-eve");
  });

  it("can be marked from its cell to be copied, and is no stop on the way from row to row", async () => {
    const page = await open({ as: READER });
    await page.goto(LOG);
    await page.locator("html[data-js]").waitFor();
    const box = await page.locator("tr[data-sign-in-id=abroad] a[data-thing=principal]").boundingBox();
    if (!box) throw new Error("The name is not in sight.");
    await page.mouse.move(box.x - 4, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    expect(await page.evaluate(() => document.getSelection()?.toString())).toContain("Abroa");
    expect(page.url()).toContain(LOG);
    await page.locator("tr[data-sign-in-id] a[data-row-link]").first().focus();
    await page.keyboard.press("Tab");
    expect(
      await page
        .locator("tr[data-sign-in-id] a[data-row-link]")
        .nth(1)
        .evaluate((link) => link === document.activeElement),
    ).toBe(true);
  });

  it.each([true, false])("opens the record with its row on a phone, with JavaScript: %s", async (javaScriptEnabled) => {
    const page = await open({ as: READER, viewport: PHONE, javaScriptEnabled });
    await page.goto(LOG);
    const box = await page.locator("tr[data-sign-in-id=abroad] a[data-thing=principal]").boundingBox();
    await page.mouse.click((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
    await pane(page).waitFor();
  });
});

describe("the search", () => {
  it("suggests while one types, and leads to what is chosen", async () => {
    const page = await open({ as: READER });
    await page.goto("/finder");
    const field = page.getByRole("combobox", { name: "Search" });
    await field.click();
    await field.pressSequentially("guess");
    await expect.poll(() => page.getByRole("option").count()).toBe(3);
    expect(await page.getByRole("option").first().textContent()).toMatch(/bo Guessed\s*User · bo@finder\.example/);
    await page.keyboard.press("ArrowDown");
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/things-suggestions.png` });
    await page.keyboard.press("Enter");
    await page.waitForURL("**/principals/user-bo");
  });

  it("leads from a request ID to the record, and to its page from a phone without JavaScript", async () => {
    const found = await get("/search?q=guess-bo");
    expect(found.status).toBe(307);
    expect(found.location).toMatch(/^\/finder\/sign-ins\/interactive\?.*open=guess-bo/);
    const page = await open({ as: READER, viewport: PHONE, javaScriptEnabled: false });
    await page.goto("/finder");
    await page.getByRole("link", { name: "Search" }).click();
    await page.getByRole("searchbox", { name: "Search for" }).fill("odd app");
    await page.getByRole("main").getByRole("button", { name: "Search" }).click();
    expect(await page.locator("h1").textContent()).toBe("Odd application");
    expect(new URL(page.url()).pathname).toBe(`/finder/applications/${encodeURIComponent(ODD)}`);
  });

  it("lists several by kind, and says where it looked when there is nothing", async () => {
    const several = await get("/search?q=guessed");
    expect(several.status).toBe(200);
    expect(visibleText(several.html)).toMatch(/Users\s+bo Guessed bo@finder\.example\s+cy Guessed/);
    const nothing = await get("/search?q=zebra");
    expect(nothing.status).toBe(200);
    expect(visibleText(nothing.html)).toMatch(/Nothing found for “ ?zebra ?”.*everything that is kept, back to/);
    const wrong = await get("/search?q=10.0.0.0%2F64");
    expect(wrong.status).toBe(400);
    expect(visibleText(wrong.html)).toContain("“10.0.0.0/64” is no block of addresses");
  });
});

const DOORS = [
  "/search?q=ada",
  "/search/suggest?text=ada",
  "/principals/user-ada",
  "/applications/app-office",
  "/resources/resource-mail",
  "/addresses/203.0.113.7",
  "/addresses/203.0.113.0%2F24",
];

describe("every door", () => {
  it("has the gates of the logs", async () => {
    const nobody = await signIn(site, "nobody@finder.example");
    const stranger = await signIn(site, "reports@acorn.example");
    const unlicensed = await signIn(site, "admin@cedar.example");
    for (const door of DOORS) {
      const isApi = door.includes("suggest");
      const status = async (answer: ReturnType<typeof getPage>) => {
        const { status: given, html } = await answer;
        if (given !== 200) expect(html).not.toMatch(/Ada Berg|Guessed/);
        return given;
      };
      expect({
        door,
        reader: await status(get(door)),
        nobody: await status(get(door, nobody)),
        stranger: await status(get(door, stranger)),
        unlicensed: await status(getPage(site, `/cedar${door}`, { cookie: unlicensed })),
        nowhere: await status(getPage(site, `/nowhere${door}`, { cookie })),
        nobodySignedIn: await status(getPage(site, `/finder${door}`)),
      }).toEqual({
        ...{ door, reader: door.startsWith("/search?") ? 307 : 200, nobody: 403, stranger: 404, unlicensed: 403 },
        ...{ nowhere: 404, nobodySignedIn: isApi ? 401 : 307 },
      });
    }
  });

  it("says of what is unknown how far back it looked, with 404", async () => {
    for (const door of ["/principals/nobody", "/applications/x%2Fy", "/resources/%25", "/addresses/192.0.2.99%2F32"]) {
      const { status, html } = await get(door);
      expect({ door, status }).toEqual({ door, status: 404 });
      expect(visibleText(html)).toMatch(/No sign-in (with|from) this .*Looked at everything that is kept, back to/);
    }
  });
});

describe("a page of a thing", () => {
  it("leads from its counts to exactly those sign-ins", async () => {
    const { html } = await get("/addresses/203.0.113.0%2F24");
    const [, href] = /data-log="interactive"[\s\S]*?<a [^>]*href="([^"]+)"/.exec(html) ?? [];
    const log = await getPage(site, (href ?? "").replaceAll("&amp;", "&"), { cookie });
    expect(rowIds(log.html).sort()).toEqual(["guess-bo", "guess-cy", "guess-dee"]);
  });

  it.each([
    {
      ...{ name: "light and wide", colorScheme: "light" as const, viewport: DESKTOP },
      paths: ["/acorn/search?q=an", "/acorn/principals/BUSY", "/finder/addresses/203.0.113.0%2F24"],
    },
    {
      ...{ name: "dark and narrow", colorScheme: "dark" as const, viewport: PHONE },
      paths: ["/finder/principals/no", "/finder/addresses/203.0.113.0%2F24", `/finder/search?q=${CORRELATION}`],
    },
  ] as const)("and the search are accessible and do not scroll sideways: $name", async ({ paths, ...look }) => {
    const [busy] = await site.sql`
      select principal_key as key from sign_ins join tenants using (tenant_id) where slug = 'acorn' and category = 1
      group by 1 order by count(*) desc limit 1`;
    const { colorScheme, viewport } = look;
    for (const [index, template] of paths.entries()) {
      const path = template.replace("BUSY", String(busy?.key));
      const page = await open({
        as: path.startsWith("/acorn") ? "secreader@acorn.example" : READER,
        colorScheme,
        viewport,
      });
      await page.goto(path);
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/things-${index}-${colorScheme}.png`, fullPage: true });
      expect({ path, violations: await violations(page) }).toEqual({ path, violations: [] });
      expect(await sideways(page)).toBe(0);
    }
  });
});
