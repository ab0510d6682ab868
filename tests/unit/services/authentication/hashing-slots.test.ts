import { describe, expect, it } from "vitest";
import { TooManyRequestsError } from "@/lib/model/errors";
import { HashingSlots } from "@/lib/services/authentication/hashing-slots";

/** Work that lasts until it is told to end. */
function longWork() {
  const running: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => running.push(resolve));
  return { running, work };
}

describe("hashing slots", () => {
  it("run as many at once as there are slots, and the next one when one ends", async () => {
    const slots = new HashingSlots(2, 10);
    const { running, work } = longWork();
    const all = [slots.run(work), slots.run(work), slots.run(work)];
    await expect.poll(() => running.length).toBe(2);
    running[0]?.();
    await expect.poll(() => running.length).toBe(3);
    for (const end of running) end();
    await Promise.all(all);
  });

  it("refuse who would have to wait behind too many", async () => {
    const slots = new HashingSlots(1, 1);
    const { running, work } = longWork();
    const accepted = [slots.run(work), slots.run(work)];
    await expect(slots.run(work)).rejects.toThrow(TooManyRequestsError);
    running[0]?.();
    await expect.poll(() => running.length).toBe(2);
    running[1]?.();
    await Promise.all(accepted);
  });

  it("are free again after work that failed", async () => {
    const slots = new HashingSlots(1, 0);
    const failing = slots.run(async () => {
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    await expect(slots.run(async () => "done")).resolves.toBe("done");
  });
});
