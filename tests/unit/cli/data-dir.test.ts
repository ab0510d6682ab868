import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDataDir } from "@/lib/cli/data-dir";
import { FatalError } from "@/lib/cli/fatal-error";

let parent: string;
let dir: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), "signbook-data-dir-"));
  dir = path.join(parent, "data");
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe("openDataDir", () => {
  it("makes a folder and secrets that only this user can read", () => {
    openDataDir(dir);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(dir, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it("keeps the secrets, and makes others for another folder", () => {
    const first = openDataDir(dir).secrets;
    expect(openDataDir(dir).secrets).toEqual(first);
    expect(openDataDir(path.join(parent, "other")).secrets.authSecret).not.toBe(first.authSecret);
    expect(new Set(Object.values(first)).size).toBe(4);
  });

  it("leaves nothing else behind", () => {
    openDataDir(dir);
    expect(readdirSync(dir).sort()).toEqual(["run", "secrets.json"]);
  });

  it("refuses a folder whose database has lost its passwords, and makes no new ones", () => {
    mkdirSync(path.join(dir, "postgres"), { recursive: true });
    expect(() => openDataDir(dir)).toThrow(/secrets\.json is missing/);
    expect(existsSync(path.join(dir, "secrets.json"))).toBe(false);
  });

  it.each(["", "{", "[]", '{"authSecret":"short"}'])("refuses damaged secrets (%s) and keeps the file", (content) => {
    openDataDir(dir);
    const file = path.join(dir, "secrets.json");
    writeFileSync(file, content);
    expect(() => openDataDir(dir)).toThrow(FatalError);
    expect(readFileSync(file, "utf8")).toBe(content);
  });

  it("names the setting when the folder cannot be made", () => {
    writeFileSync(dir, "a file");
    expect(() => openDataDir(dir)).toThrow(/DATA_DIR/);
  });
});
