import { describe, expect, it } from "vitest";
import { explainErrorCode } from "@/lib/model/error-catalogue";
import { expectAccessible } from "@/tests/helpers/axe";
import { openBrowser } from "@/tests/helpers/browser";
import { getPage, openSite, signIn, visibleText } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
const READER = "secreader@acorn.example";

describe("the error lookup, signed in or not", () => {
  it.each([
    ["?code=50126", 200, "Wrong password"],
    ["?code=AADSTS50126", 200, "Wrong password"],
    ["?q=50126", 200, "Wrong password"],
    ["?code=wrong+password", 200, "match “wrong password”"],
    ["?q=xyzzy", 200, "No error code matches “xyzzy”"],
    ["?class=device", 200, "Device not compliant"],
    ["", 200, "All 349 codes by kind"],
    ["?code=99999", 404, "Signbook does not know error 99999"],
    [`?code=${"9".repeat(900)}`, 404, `Signbook does not know error ${"9".repeat(60)}…`],
    ["?class=nonsense", 404, "There is no kind of error of that name"],
    [`?q=${"a".repeat(1001)}`, 400, "longer than 1000 characters"],
    ["?code=50126&code=50034&q=x", 200, "Wrong password"],
  ])("answers /error%.40s with %i", async (query, status, text) => {
    const answer = await getPage(site, `/error${query}`);
    expect(answer.status).toBe(status);
    expect(visibleText(answer.html).replace(/ ?([“”]) ?/g, " $1")).toContain(text.replace(/ ?([“”]) ?/g, " $1"));
  });

  it("tells of a code what happened, which status it leads to, what to do, who acts and what is related", async () => {
    const text = visibleText((await getPage(site, "/error?code=50074")).html);
    const { explanation, remedy } = explainErrorCode(50074)!;
    for (const part of [explanation, remedy, "Interrupted", "Who acts: the user", "Second factor asked for"]) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(/Related codes .* 50072 /);
    expect(text).not.toContain("General advice");
    expect(visibleText((await getPage(site, "/error?code=50006")).html)).toContain("General advice");
  });

  it("shows hostile words as words", async () => {
    const { html, status } = await getPage(site, `/error?q=${encodeURIComponent('<img src=x onerror="boom()">xyzzy')}`);
    expect(status).toBe(200);
    expect(html).not.toContain("<img");
    expect(visibleText(html)).toContain("&lt;img src=x");
  });

  it("leads a reader back, and to the sign-ins of their tenant that ended so; others to signing in", async () => {
    const cookie = await signIn(site, READER);
    const signedIn = await getPage(site, "/error?code=50126", { cookie });
    expect(visibleText(signedIn.html)).toContain("Back to Acorn");
    expect(signedIn.html).toContain("/acorn/sign-ins/interactive?range=7d&amp;errorCode=50126");
    for (const account of ["user@acorn.example", "admin@cedar.example"]) {
      const { html } = await getPage(site, "/error?code=50126", { cookie: await signIn(site, account) });
      expect(html, "without role or license, no link to logs").not.toContain("errorCode=50126");
    }
    const outside = await getPage(site, "/error?code=50126");
    expect(outside.html).toContain('href="/sign-in"');
    expect(outside.html).not.toContain("/acorn/");
  });

  it("does not send the catalogue to browsers", async () => {
    const cookie = await signIn(site, READER);
    const pages = [await getPage(site, "/error"), await getPage(site, "/acorn/sign-ins/interactive", { cookie })];
    const scripts = new Set(pages.flatMap(({ html }) => html.match(/\/_next\/static\/[^"\\]+\.js/g) ?? []));
    expect(scripts.size).toBeGreaterThan(3);
    for (const script of scripts) {
      expect((await getPage(site, script)).html, script).not.toContain(explainErrorCode(50134)!.explanation);
    }
  });
});

describe.each([{ javaScriptEnabled: false }, { javaScriptEnabled: true }])(
  "with $javaScriptEnabled JavaScript",
  (js) => {
    it("goes from a search by words to a code, its kind, and a code typed in", async () => {
      const page = await open(js);
      await page.goto("/error");
      const field = page.getByLabel("Number, name or words of an error");
      await field.fill("client secret expired");
      await page.getByRole("button", { name: "Look up" }).click();
      await page.getByRole("link", { name: "7000222", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: "Client secret expired" }).waitFor();
      expect(new URL(page.url()).search).toBe("?code=7000222");
      await page.getByRole("link", { name: "Password, secret or certificate", exact: true }).click();
      await page.getByRole("link", { name: "50034", exact: true }).click();
      await expect.poll(() => page.title()).toBe("Error 50034: unknown user · Signbook");
      await field.fill("AADSTS90072");
      await field.press("Enter");
      await page.getByRole("heading", { level: 1, name: "External account not in this tenant" }).waitFor();
    });
  },
);

it.each([
  { name: "a code", query: "?code=50006", as: READER },
  { name: "a kind", query: "?class=device", as: READER },
  { name: "an unusable search", query: `?q=${"a".repeat(1001)}`, as: READER },
  { name: "a number without end, to a stranger", query: `?code=${"9".repeat(99)}`, as: undefined },
])("the page of $name has no accessibility violation and does not scroll sideways", async ({ query, as }) => {
  const page = await open({ as });
  await page.goto(`/error${query}`);
  await expectAccessible(page);
});
