import { describe, expect, it } from "vitest";
import type { CategorySlug } from "@/lib/model/categories";
import { type FilterMemory, memoryAfter, recallFilters, showsRemembered } from "@/lib/model/filter-memory";
import { parseLogQuery } from "@/lib/model/log-query";
import { permissionsOfRoles } from "@/lib/model/roles";

const NOW = new Date("2026-11-25T12:00:00Z");
const CONTEXT = { now: NOW, zone: "Europe/Oslo" };
const READER = { license: "premium_p1", permissions: permissionsOfRoles(["reports-reader"]) } as const;

/** What is remembered after a page was shown, given what was before. */
function shownAfter(query: string, memory: FilterMemory = {}, category: CategorySlug = "interactive"): FilterMemory {
  const params = new URLSearchParams(query);
  const parsed = parseLogQuery(category, params, CONTEXT);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return memoryAfter(parsed.query, params, memory) ?? memory;
}

function recalled(query: string, memory: FilterMemory, category: CategorySlug = "interactive"): string | undefined {
  return recallFilters(category, new URLSearchParams(query), memory, READER, CONTEXT)?.toString();
}

describe("the filters last in force", () => {
  it("come back to a visit that asks for nothing, and say that they do", () => {
    const memory = shownAfter("range=7d&user=anna&status=failure&status=interrupted");
    expect(recalled("", memory)).toBe("range=7d&user=anna&status=failure&status=interrupted&remembered=1");
    expect(recalled("size=25&unknown=x&user=", memory)).toBe(
      "range=7d&user=anna&status=failure&status=interrupted&remembered=1&size=25&unknown=x",
    );
  });

  it.each(["range=24h", "user=ben", "country=!NO", "open=x", "after=c", "window=1h", "servicePrincipal=x"])(
    "give way to an address that says %s",
    (query) => {
      expect(recalled(query, shownAfter("user=anna"))).toBeUndefined();
    },
  );

  it("are one set for the two user logs, and one each for the others", () => {
    let memory = shownAfter("user=anna");
    memory = shownAfter("servicePrincipal=deploy&range=7d", memory, "service-principal");
    memory = shownAfter("identity=vm", memory, "managed-identity");
    expect(recalled("", memory, "non-interactive")).toBe("user=anna&remembered=1");
    expect(recalled("", memory, "service-principal")).toBe("range=7d&servicePrincipal=deploy&remembered=1");
    expect(recalled("", memory, "managed-identity")).toBe("identity=vm&remembered=1");
  });

  it("are forgotten when they are cleared, and when the range is the usual one again", () => {
    expect(shownAfter("range=24h", shownAfter("range=7d&user=anna"))).toEqual({});
    expect(recalled("", shownAfter("range=24h", shownAfter("user=anna")))).toBeUndefined();
  });

  it("come back with what they were broken down by, as far as the reader may see it", () => {
    expect(recalled("", shownAfter("user=anna&by=country"))).toBe("user=anna&by=country&remembered=1");
    expect(recalled("", shownAfter("by=country"))).toBe("by=country&remembered=1");
    expect(shownAfter("range=24h", shownAfter("by=country"))).toEqual({});
    expect(recalled("", shownAfter("user=anna&by=policy"))).toBe("user=anna&remembered=1");
    expect(recalled("", shownAfter("user=anna&by=clientApp"), "non-interactive")).toBe(
      "user=anna&by=clientApp&remembered=1",
    );
  });

  it("stay as they are while a record is opened by its link", () => {
    const memory = shownAfter("user=anna");
    expect(shownAfter("open=x&at=2026-11-25T10:00:00Z", memory)).toBe(memory);
    expect(shownAfter("", memory)).toBe(memory);
  });

  it("never hold a cursor or an open record", () => {
    const cursor = "a".repeat(20);
    expect(shownAfter(`user=anna&after=${cursor}&open=x&pane=device&size=25`)).toEqual({ users: "user=anna" });
  });

  it("remember a custom range as instants, and leave open what was open", () => {
    expect(shownAfter("range=custom&from=2026-11-20&to=2026-11-20")).toEqual({
      users: new URLSearchParams({
        range: "custom",
        from: "2026-11-19T23:00:00.000Z",
        to: "2026-11-20T23:00:00.000Z",
      }).toString(),
    });
    expect(shownAfter("range=custom&from=2026-11-20")).toEqual({
      users: new URLSearchParams({ range: "custom", from: "2026-11-19T23:00:00.000Z" }).toString(),
    });
  });

  it("leave out a custom range that the license no longer keeps, and keep one that reaches into it", () => {
    const old = "range=custom&from=2026-10-01T00:00:00Z&to=2026-10-20T00:00:00Z&user=anna";
    const partly = "range=custom&from=2026-10-01T00:00:00Z&to=2026-11-20T00:00:00Z";
    expect(recalled("", { users: old })).toBe("user=anna&remembered=1");
    expect(recalled("", { users: partly })).toContain("range=custom");
  });

  it("leave out what the log does not have, or cannot use any more", () => {
    expect(recalled("", { users: "servicePrincipal=x&user=anna&status=never&after=c" })).toBe("user=anna&remembered=1");
    expect(recalled("", { users: "range=never&from=2026-11-20" })).toBeUndefined();
  });

  it("remember the zone for all logs, without calling it a filter", () => {
    const memory = shownAfter("range=24h&tz=utc");
    expect(memory).toEqual({ zone: "tz=utc" });
    expect(recalled("", memory, "managed-identity")).toBe("tz=utc");
    expect(recalled("tz=local", memory)).toBeUndefined();
    expect(shownAfter("range=24h&tz=local", memory)).toEqual({});
    expect(shownAfter("user=anna", memory)).toEqual({ zone: "tz=utc", users: "user=anna" });
  });

  it("are written only when they changed", () => {
    const params = new URLSearchParams("range=7d&user=anna");
    const parsed = parseLogQuery("interactive", params, CONTEXT);
    if (!parsed.ok) throw new Error("unusable");
    const memory = memoryAfter(parsed.query, params) ?? {};
    expect(memoryAfter(parsed.query, params, memory)).toBeUndefined();
  });

  it("are called remembered only where they are this reader's own", () => {
    const shown = (query: string, memory: FilterMemory) => {
      const params = new URLSearchParams(query);
      const parsed = parseLogQuery("interactive", params, CONTEXT);
      return parsed.ok && showsRemembered(parsed.query, params, memory);
    };
    expect(shown("user=anna&remembered=1", { users: "user=anna" })).toBe(true);
    expect(shown("user=anna", { users: "user=anna" })).toBe(false);
    expect(shown("user=anna&remembered=1", { users: "user=ben" })).toBe(false);
    expect(shown("user=anna&remembered=1", {})).toBe(false);
  });
});
