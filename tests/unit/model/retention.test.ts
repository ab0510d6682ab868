import { describe, expect, it } from "vitest";
import {
  daysBefore,
  graceEnd,
  type LicenseTerms,
  longestCutoff,
  purgeCutoff,
  retentionCutoff,
} from "@/lib/model/retention";

const NOW = new Date("2026-03-20T15:30:00Z");
const at = (text: string) => new Date(`${text}Z`);
const never = at("2020-01-01T00:00");
const terms = (license: LicenseTerms["license"], changed = never, before: LicenseTerms["downgradedFrom"] = null) => ({
  ...{ license, licenseChangedAt: changed, downgradedFrom: before },
});

describe("the cutoff", () => {
  it("is the start of a UTC day, as many days back as the license keeps", () => {
    expect(retentionCutoff("free", NOW)).toEqual(at("2026-03-13T00:00"));
    expect(retentionCutoff("premium_p1", NOW)).toEqual(at("2026-02-18T00:00"));
    expect(retentionCutoff("premium_p2", at("2026-03-20T00:00"))).toEqual(at("2026-02-18T00:00"));
    expect(retentionCutoff("premium_p2", at("2026-03-19T23:59:59.999"))).toEqual(at("2026-02-17T00:00"));
    expect(daysBefore(0, NOW)).toEqual(at("2026-03-20T00:00"));
  });

  it("for purging is that of the license before a downgrade, until seven days after it", () => {
    const changed = at("2026-03-15T09:00");
    const downgraded = terms("free", changed, "premium_p2");
    for (const [now, cutoff, end] of [
      ["2026-03-15T09:00", "2026-02-13T00:00", "2026-03-22T09:00"],
      ["2026-03-22T08:59:59.999", "2026-02-20T00:00", "2026-03-22T09:00"],
      ["2026-03-22T09:00", "2026-03-15T00:00", null],
    ] as const) {
      expect(purgeCutoff(downgraded, at(now))).toEqual(at(cutoff));
      expect(graceEnd(downgraded, at(now))).toEqual(end && at(end));
    }
    expect(retentionCutoff("free", changed)).toEqual(at("2026-03-08T00:00"));
  });

  it("of all is that of the tenant that keeps longest; without tenants, of the license that does", () => {
    expect(longestCutoff([terms("free"), terms("premium_p1")], NOW)).toEqual(at("2026-02-18T00:00"));
    expect(longestCutoff([terms("free"), terms("free")], NOW)).toEqual(at("2026-03-13T00:00"));
    expect(longestCutoff([terms("free"), terms("free", NOW, "premium_p1")], NOW)).toEqual(at("2026-02-18T00:00"));
    expect(longestCutoff([], NOW)).toEqual(at("2026-02-18T00:00"));
  });
});
