import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isServerAlive, readPostmasterFile } from "@/lib/cli/embedded-postgres/postmaster";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "signbook-postmaster-"));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (text: string) => writeFileSync(path.join(dir, "postmaster.pid"), text);

describe("readPostmasterFile", () => {
  it("reads process, folder and port", () => {
    write("4711\n/data/postgres\n1700000000\n5433\n\n127.0.0.1\n  1234 5678\nready   \n");
    expect(readPostmasterFile(dir)).toEqual({ pid: 4711, dataDir: "/data/postgres", port: 5433 });
  });

  it.each(["", "4711", "4711\n/data/postgres\n", "x\n/data\n1\n5433\n"])("makes nothing of %j", (text) => {
    write(text);
    expect(readPostmasterFile(dir)).toBeUndefined();
  });
});

describe("isServerAlive", () => {
  it("does not take a process with a recycled number for the server", () => {
    write(`${process.pid}\n${dir}\n1\n5433\n\n127.0.0.1\n`);
    expect(isServerAlive(dir)).toBe(false);
  });

  it("does not take the server of another folder for this one's", () => {
    write(`${process.pid}\n/somewhere/else\n1\n5433\n\n127.0.0.1\n`);
    expect(isServerAlive(dir)).toBe(false);
  });
});
