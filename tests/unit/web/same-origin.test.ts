import { describe, expect, it } from "vitest";
import { isOwnOrigin } from "@/lib/web/same-origin";

describe("the origin of a form", () => {
  it.each([
    ["https://signbook.example", "https://signbook.example"],
    ["http://localhost:3000", "http://localhost:3000"],
    ["http://127.0.0.1:3000", "http://localhost:3000"],
    ["http://[::1]:3000", "http://127.0.0.1:3000"],
  ])("%s is ours at %s", (origin, appUrl) => {
    expect(isOwnOrigin(origin, appUrl)).toBe(true);
  });

  it.each([
    [null, "https://signbook.example"],
    ["null", "https://signbook.example"],
    ["", "https://signbook.example"],
    ["http://signbook.example", "https://signbook.example"],
    ["https://signbook.example:8443", "https://signbook.example"],
    ["https://evil.example", "https://signbook.example"],
    ["https://signbook.example.evil.example", "https://signbook.example"],
    ["http://localhost:3000", "https://signbook.example"],
    ["http://localhost:4000", "http://localhost:3000"],
    ["http://192.168.0.5:3000", "http://localhost:3000"],
    ["http://127.0.0.1.evil.example:3000", "http://localhost:3000"],
  ])("%s is not ours at %s", (origin, appUrl) => {
    expect(isOwnOrigin(origin, appUrl)).toBe(false);
  });
});
