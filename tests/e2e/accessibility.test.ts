import { expect, it } from "vitest";
import { PANE_TABS } from "@/app/[tenant]/sign-ins/[category]/pane/pane-tabs";
import { expectAccessible } from "@/tests/helpers/axe";
import { openBrowser } from "@/tests/helpers/browser";
import { openSite } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);
const LOG = "/acorn/sign-ins/interactive";
const READER = "secreader@acorn.example";

interface Subject {
  name: string;
  path: string;
  as?: string;
}

const SUBJECTS: Subject[] = [
  { name: "sign-in page", path: "/sign-in" },
  { name: "log", path: `${LOG}?range=7d&status=failure&size=25`, as: READER },
  { name: "log with the form of a filter", path: `${LOG}?city=o&size=25&add=country`, as: READER },
  { name: "log of managed identities", path: "/acorn/sign-ins/managed-identity?size=25", as: READER },
  { name: "empty log", path: `${LOG}?user=nobody&status=success`, as: READER },
  { name: "log with an unusable filter", path: `${LOG}?ip=10.1/16`, as: READER },
  { name: "dialog of an export", path: "/acorn/exports/new?range=7d&user=a&status=failure", as: READER },
  { name: "list of exports", path: "/acorn/exports", as: READER },
  { name: "form of single sign-on", path: "/acorn/settings/single-sign-on", as: "admin@acorn.example" },
  { name: "form of provisioning tokens", path: "/acorn/settings/provisioning", as: "admin@acorn.example" },
  { name: "form of the digest", path: "/acorn/digest", as: READER },
  { name: "page of a missing role", path: LOG, as: "user@acorn.example" },
  { name: "page of a missing license", path: "/cedar/sign-ins/interactive", as: "admin@cedar.example" },
  { name: "page of a missing tenant", path: "/birch/sign-ins/interactive", as: READER },
];

it.each(SUBJECTS)("the $name has no accessibility violation and does not scroll sideways", async ({ path, as }) => {
  const page = await open({ as });
  await page.goto(path);
  await expectAccessible(page);
});

it("each section of the pane has no accessibility violation and does not scroll sideways", async () => {
  const page = await open({ as: "secadmin@acorn.example" });
  await page.goto(`${LOG}?range=7d&status=failure&size=25`);
  await page.locator("html[data-js]").waitFor();
  await page.locator("a[data-row-link]").first().click();
  const pane = page.getByRole("complementary", { name: "Details of the sign-in" });
  for (const tab of Object.values(PANE_TABS)) {
    await pane.getByRole("link", { name: tab, exact: true }).click();
    await expect.poll(() => pane.locator("nav [aria-current=page]").textContent()).toBe(tab);
    await pane.locator("details:not(.menu) > summary").evaluateAll((all) => {
      for (const summary of all) (summary as HTMLElement).click();
    });
    // The table beside it is looked at once.
    await expectAccessible(page, { name: tab, within: tab === "Basic info" ? "body" : ".pane" });
  }
});
