/** What automated checks find wrong with a page for people who read it by other means, or on a narrow screen. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/** Where scripts are off there is nothing to wait for. */
const SCRIPTS_MS = 2000;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function violations(page: Page, within = "html"): Promise<string[]> {
  // What only scripts can do comes into sight with them; a check in that very moment would see half of it.
  await page
    .locator("html[data-js]")
    .waitFor({ timeout: SCRIPTS_MS })
    .catch(() => {});
  await page.addScriptTag({ content: AXE });
  const asked = `axe.run(${JSON.stringify(within)}, { resultTypes: ["violations"] })`;
  const results: AxeResults = await page.evaluate(asked);
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html.slice(0, 300)}\n  ${failureSummary}`),
  );
}

/** Pixels by which the page is wider than the window. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return Math.max(0, scrollWidth - clientWidth, document.body.scrollWidth - clientWidth);
  });
}
