import { expect, it } from "vitest";
import { sameOriginPath } from "@/lib/web/same-origin-path";

it.each([
  ["/acorn/sign-ins/interactive?user=a&ip=10.1", "/acorn/sign-ins/interactive?user=a&ip=10.1"],
  ["/", "/"],
  ["/acorn#part", "/acorn"],
])("keeps a path of ours: %s", (target, path) => {
  expect(sameOriginPath(target)).toBe(path);
});

it.each([
  ["https://evil.example/"],
  ["//evil.example"],
  ["/\\evil.example"],
  ["/\t/evil.example"],
  ["/./\\evil.example"],
  ["/.//evil.example"],
  ["javascript:alert(1)"],
  ["acorn"],
  [""],
  [null],
  [undefined],
])("drops whatever leads, or could lead, elsewhere: %s", (target) => {
  expect(sameOriginPath(target)).toBeUndefined();
});
