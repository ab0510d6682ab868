import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withFileLock } from "@/lib/cli/file-lock.mjs";
import { ownIdentity } from "@/lib/cli/process-identity.mjs";

let dir: string;
let file: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "signbook-lock-"));
  file = path.join(dir, "lock");
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe("withFileLock", () => {
  it("lets one in at a time", async () => {
    let inside = 0;
    let most = 0;
    const work = () =>
      withFileLock(file, async () => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside--;
      });
    await Promise.all(Array.from({ length: 8 }, work));
    expect(most).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  it("takes over from a process that was killed", async () => {
    writeFileSync(file, JSON.stringify({ pid: 2 ** 30, startedAt: "then" }));
    expect(await withFileLock(file, () => "in")).toBe("in");
  });

  it("does not take over from a living one, and says who waits", async () => {
    writeFileSync(file, JSON.stringify(ownIdentity()));
    let waits = 0;
    const attempt = withFileLock(file, () => "in", { timeoutMs: 120, onWait: () => void waits++ });
    await expect(attempt).rejects.toThrow(file);
    expect(waits).toBe(1);
  });

  it("is free again after a failure", async () => {
    await expect(
      withFileLock(file, () => {
        throw new Error("failed");
      }),
    ).rejects.toThrow("failed");
    expect(existsSync(file)).toBe(false);
  });
});
