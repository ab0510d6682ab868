import { describe, expect, it } from "vitest";
import type { OverviewView } from "@/app/[tenant]/_overview/links";
import { togetherLinks } from "@/app/[tenant]/_things/hrefs";
import { triedText } from "@/app/[tenant]/_things/tried-text";
import { thingDays } from "@/lib/services/things/thing-days";

const NOW = new Date("2026-11-23T20:00:00Z");
const VIEW: OverviewView = { tenant: "acorn", zone: { choice: "utc", name: "UTC" } };

describe("the page of a thing", () => {
  it("leads from what occurs with it to every log that has some of it, filtered by both", () => {
    const days = thingDays({ license: "premium_p1" }, NOW, "2026-11-01");
    const user = { kind: "principal", key: "user-ada", days } as const;
    const links = togetherLinks(VIEW, user, "applications", {
      ...{ key: "app-mail", logs: ["interactive", "non-interactive"] },
    });
    expect(links.map(({ log }) => log)).toEqual(["interactive", "non-interactive"]);
    for (const { log, href } of links) {
      const { pathname, searchParams } = new URL(href, "http://signbook.example");
      expect(pathname).toBe(`/acorn/sign-ins/${log}`);
      expect(searchParams.get("user")).toBe("=user-ada");
      expect(searchParams.get("application")).toBe("=app-mail");
    }
  });

  it("speaks of one account as of one", () => {
    expect([triedText(0, 0), triedText(1, 0), triedText(1, 1), triedText(3, 0), triedText(3, 1)]).toEqual([
      "No account was tried from here.",
      "1 account was tried from here; it did not succeed.",
      "1 account was tried from here; it succeeded.",
      "3 accounts were tried from here; none of them succeeded.",
      "3 accounts were tried from here; 1 of them succeeded.",
    ]);
  });

  it("counts as many days as the license says it keeps, and today", () => {
    const { keptDays, kept } = thingDays({ license: "premium_p1" }, NOW, null);
    expect(keptDays).toBe(30);
    expect(kept.from.toISOString()).toBe("2026-10-24T00:00:00.000Z");
  });
});
