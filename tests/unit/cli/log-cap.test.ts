import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { capLog } from "@/lib/cli/embedded-postgres/log-cap";

let dir: string;
let file: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "signbook-log-"));
  file = path.join(dir, "postgres.log");
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

it("keeps one older part when the log has grown too long", () => {
  writeFileSync(file, "12345678901");
  capLog(file, 10);
  appendFileSync(file, "new");
  expect(readFileSync(`${file}.1`, "utf8")).toBe("12345678901");
  expect(readFileSync(file, "utf8")).toBe("new");
});

it("leaves a short log alone, and bears that there is none", () => {
  capLog(file, 10);
  writeFileSync(file, "1234567890");
  capLog(file, 10);
  expect(existsSync(`${file}.1`)).toBe(false);
});
