import { describe, expect, it } from "vitest";
import { DEFAULT_PANE_WIDTH, MAX_PANE_WIDTH, MIN_PANE_WIDTH, paneWidth } from "@/lib/model/pane-width";

describe("the remembered width of the details pane", () => {
  it.each([
    [undefined, DEFAULT_PANE_WIDTH],
    ["700", 700],
    ["10", MIN_PANE_WIDTH],
    ["99999", MAX_PANE_WIDTH],
    ["700px; } body { display: none", DEFAULT_PANE_WIDTH],
    ["", DEFAULT_PANE_WIDTH],
  ])("%s counts as %i", (remembered, width) => {
    expect(paneWidth(remembered)).toBe(width);
  });
});
