import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { isAlive, ownIdentity } from "@/lib/cli/process-identity.mjs";

describe("isAlive", () => {
  it("knows this process", () => {
    expect(isAlive(ownIdentity())).toBe(true);
  });

  it.skipIf(process.platform === "win32")("is not taken in by another process with the same number", () => {
    expect(isAlive({ ...ownIdentity(), startedAt: "earlier" })).toBe(false);
  });

  it("knows that a process has ended", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    expect(isAlive({ pid: child.pid as number, startedAt: null })).toBe(false);
  });

  it.each([0, -1, Number.NaN])("takes %s for no process", (pid) => {
    expect(isAlive({ pid, startedAt: null })).toBe(false);
  });
});
