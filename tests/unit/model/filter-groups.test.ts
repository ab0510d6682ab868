import { describe, expect, it } from "vitest";
import { groupFilters } from "@/lib/model/filter-groups";
import { FILTERS, type FilterKey } from "@/lib/model/filters";

describe("the fields to filter by", () => {
  it("are offered once each, all of them under a heading of their own subject", () => {
    const keys = Object.keys(FILTERS) as FilterKey[];
    const groups = groupFilters(keys);
    expect(groups.flatMap((group) => group.keys).sort()).toEqual([...keys].sort());
    expect(groups.map(({ label }) => label)).not.toContain("Other");
  });

  it("come last when no heading claims them", () => {
    expect(groupFilters(["brandNew" as FilterKey, "city"])).toEqual([
      { label: "Where from", keys: ["city"] },
      { label: "Other", keys: ["brandNew"] },
    ]);
  });
});
