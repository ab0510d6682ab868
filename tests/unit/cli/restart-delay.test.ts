import { expect, it } from "vitest";
import { restartDelayMs } from "@/lib/cli/supervised-process";

it("waits longer after each failure, but never more than half a minute", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 100].map(restartDelayMs)).toEqual([
    1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
  ]);
});
