import { expect, it } from "vitest";
import { columnsInOrder } from "@/lib/model/column-order";

const BEFORE = ["a", "b", "c", "d", "e"];

/** The form as it stood, with some numbers written over. */
const numbered = (changes: Record<string, number> = {}) =>
  BEFORE.map((key, index) => ({ key, position: changes[key] ?? index + 1 }));

it.each<[string, Record<string, number>, string]>([
  ["nothing was changed", {}, "abcde"],
  ["one moves up to a taken place", { d: 2 }, "adbce"],
  ["one moves down to a taken place", { b: 4 }, "acdbe"],
  ["two change places", { a: 5, e: 1 }, "ebcda"],
  ["one moves to the end by a large number", { a: 99 }, "bcdea"],
  ["one moves to the front by zero", { c: 0 }, "cabde"],
])("orders columns by their numbers where %s", (_, changes, expected) => {
  expect(columnsInOrder(BEFORE, numbered(changes)).join("")).toBe(expected);
});

it("leaves out what is not ticked, and puts last what was ticked anew, once", () => {
  expect(columnsInOrder(["e", "a", "z", "y", "z"], numbered())).toEqual(["a", "e", "z", "y"]);
});

it("takes an unreadable number for the place it had", () => {
  expect(columnsInOrder(["a", "b"], [{ key: "a" }, { key: "b", position: 1 }])).toEqual(["b", "a"]);
});
