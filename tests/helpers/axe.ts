/** What automated checks find wrong with a page for people who read it by other means, or on a narrow screen. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { DESKTOP, PHONE } from "./browser";

/** Where scripts are off there is nothing to wait for. */
const SCRIPTS_MS = 2000;
const LOOKS = [
  { look: "light and wide", colorScheme: "light", viewport: DESKTOP },
  { look: "dark and narrow", colorScheme: "dark", viewport: PHONE },
] as const;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Fails for what automated checks find, and for a page wider than its window: light on a wide one as well as dark on a
 * narrow one. The page is loaded once and shown in both ways.
 * @param name of what is on the page, where a test looks at several.
 * @param seen is called in each look.
 */
export async function expectAccessible(
  page: Page,
  { name, within, seen }: { name?: string; within?: string; seen?: (look: string) => Promise<unknown> } = {},
): Promise<void> {
  for (const { look, colorScheme, viewport } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await untilDrawn(page);
    await seen?.(look);
    const found = { violations: await violations(page, within), sideways: await sideways(page) };
    expect({ name, look, ...found }).toEqual({ name, look, violations: [], sideways: 0 });
  }
}

/** Colours that change pass through what lies between, if only for a frame. */
async function untilDrawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
    const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
}

export async function violations(page: Page, within = "html"): Promise<string[]> {
  // What only scripts can do comes into sight with them; a check in that very moment would see half of it.
  await page
    .locator("html[data-js]")
    .waitFor({ timeout: SCRIPTS_MS })
    .catch(() => {});
  if (!(await page.evaluate("'axe' in window"))) await addAxe(page);
  // No rule in force reads the style sheets, which would be fetched and parsed anew, and no page has sound or video.
  const asked = `axe.run(${JSON.stringify(within)}, { resultTypes: ["violations"], preload: false })`;
  const results: AxeResults = await page.evaluate(asked);
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html.slice(0, 300)}\n  ${failureSummary}`),
  );
}

/**
 * Past the driver, so that the browser sees the same text each time and has it compiled: a third of the time that an
 * element takes whose content is the script.
 */
async function addAxe(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { exceptionDetails } = await session.send("Runtime.evaluate", { expression: `${AXE};undefined` });
  await session.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.text);
}

/** Pixels by which the page is wider than the window. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return Math.max(0, scrollWidth - clientWidth, document.body.scrollWidth - clientWidth);
  });
}
