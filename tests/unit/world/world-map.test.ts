import { describe, expect, it } from "vitest";
import { countryMiddle, mapPoint, WORLD_SIZE, worldFile } from "@/lib/world/world-map";

describe("the world map", () => {
  it.each([
    ["north is up", { latitude: 60, longitude: 10 }, { latitude: -30, longitude: 10 }, "y"],
    ["east is right", { latitude: 0, longitude: -70 }, { latitude: 0, longitude: 100 }, "x"],
  ] as const)("%s", (_, one, other, axis) => {
    expect(mapPoint(one)?.[axis]).toBeLessThan(mapPoint(other)?.[axis] ?? 0);
  });

  it.each([
    [{ latitude: 91, longitude: 0 }],
    [{ latitude: 0, longitude: 181 }],
    [{ latitude: Number.NaN, longitude: 0 }],
    [{ latitude: -85, longitude: 0 }],
  ])("has no place for %j", (coordinates) => {
    expect(mapPoint(coordinates)).toBeUndefined();
  });

  it("knows the middle of countries large and small, in either letter case, and of no others", () => {
    const oslo = mapPoint({ latitude: 59.9, longitude: 10.75 });
    const norway = countryMiddle("no");
    expect(Math.hypot((norway?.x ?? 0) - (oslo?.x ?? 0), (norway?.y ?? 0) - (oslo?.y ?? 0))).toBeLessThan(20);
    for (const code of ["SG", "MT", "XK", "US", "FR"]) expect(countryMiddle(code), code).toBeDefined();
    for (const code of ["AQ", "ZZ", ""]) expect(countryMiddle(code), code).toBeUndefined();
  });

  it("puts France in Europe, whatever belongs to it overseas", () => {
    const paris = mapPoint({ latitude: 48.9, longitude: 2.35 });
    const france = countryMiddle("FR");
    expect(Math.hypot((france?.x ?? 0) - (paris?.x ?? 0), (france?.y ?? 0) - (paris?.y ?? 0))).toBeLessThan(15);
  });

  it("is one file with every outline under an id of its own, of a size that a phone loads", () => {
    const { text, version } = worldFile();
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain("land");
    expect(ids.length).toBeGreaterThan(220);
    expect(text).toContain(`viewBox="0 0 ${WORLD_SIZE.width} ${WORLD_SIZE.height}"`);
    expect(text).not.toMatch(/NaN|undefined/);
    expect(text.length).toBeLessThan(400_000);
    expect(version).toMatch(/^[0-9a-f]{12}$/);
  });
});
