import { describe, expect, it } from "vitest";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import { COLUMNS, type ColumnKey } from "@/lib/model/columns";
import { isGrouped } from "@/lib/model/grouping";
import { needRecords, shownColumns, widthOf } from "@/lib/model/shown-columns";

const { interactive } = CATEGORIES;

describe("the columns that a log shows", () => {
  it.each<[CategorySlug, string[]]>([
    [
      "interactive",
      ["Date", "Request ID", "User", "Application", "Status", "IP address", "Location", "Conditional Access"],
    ],
    [
      "non-interactive",
      ["Date", "Request ID", "User", "Application", "Status", "IP address", "Resource", "Resource ID", "# sign-ins"],
    ],
    [
      "service-principal",
      ["Date", "Request ID", "Service principal", "Status", "IP address", "Resource", "Resource ID", "# sign-ins"],
    ],
    [
      "managed-identity",
      [
        ...["Date", "Managed identity", "Managed identity ID", "Status", "IP address", "Resource", "Resource ID"],
        ...["# sign-ins", "Request ID"],
      ],
    ],
  ])("are by default those of the overview: %s", (slug, labels) => {
    expect(shownColumns(CATEGORIES[slug], undefined).map((key) => COLUMNS[key].label)).toEqual(labels);
  });

  it("are the reader's choice in its order, without what this version does not know", () => {
    expect(shownColumns(interactive, ["latency", "future", "date", "user", "latency"])).toEqual([
      "latency",
      "date",
      "user",
    ]);
  });

  it("always hold the date, by which a row is opened", () => {
    expect(shownColumns(interactive, ["user"])).toEqual(["date", "user"]);
    expect(shownColumns(interactive, [])).toEqual(["date"]);
  });

  it("are fixed in the other three logs", () => {
    for (const slug of ["non-interactive", "service-principal", "managed-identity"] as const) {
      expect(shownColumns(CATEGORIES[slug], ["date"])).toBe(CATEGORIES[slug].columns);
    }
  });
});

it("the interactive log offers at least 34 columns, each once, its default ones among them", () => {
  const offered: readonly ColumnKey[] = interactive.optionalColumns;
  expect(offered.length).toBeGreaterThanOrEqual(34);
  expect(new Set(offered).size).toBe(offered.length);
  expect(offered).toEqual(expect.arrayContaining([...interactive.columns]));
});

it("no default column needs the whole records", () => {
  for (const { columns } of Object.values(CATEGORIES)) expect(needRecords(columns)).toBe(false);
  expect(needRecords(["date", "latency"])).toBe(true);
});

it("the default columns fit a window of 1440 pixels beside the navigation and a scroll bar", () => {
  for (const category of Object.values(CATEGORIES)) {
    // Groups stand behind carets.
    const indent = isGrouped(category) ? 28 : 0;
    expect(widthOf(category.columns) + indent).toBeLessThanOrEqual(1440 - 220 - 16);
  }
});
