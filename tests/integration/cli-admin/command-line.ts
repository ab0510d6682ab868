/** The operator's command line for a test file: the real program, in a folder and with a database of its own. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";

interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  input?: string;
  settings?: object;
}

export interface CommandLine {
  readonly owner: Sql;
  /** Runs the program as `npm run` does. */
  admin(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Runs it with --json, expects success, and parses everything that was on stdout as one document. */
  // biome-ignore lint/suspicious/noExplicitAny: what a script reads without looking.
  ok(...args: string[]): Promise<any>;
  /** The same for a refusal. */
  refused(...args: string[]): Promise<{ code: string; message: string; [more: string]: unknown }>;
  /** A file in the folder that the program is run in. @returns its name */
  file(name: string, content: string | Buffer): string;
}

/** @param slugs tenants of Premium P2 that are there from the start */
export function openCommandLine(...slugs: string[]): CommandLine {
  let database: TestDatabase;
  let owner: Sql;
  let folder: string;

  const line: CommandLine = {
    get owner() {
      return owner;
    },
    admin: (args, { input = "", settings = {} } = {}) =>
      run(args, input, {
        ...{ PATH: process.env.PATH, NODE_ENV: "production", TZ: "UTC", INIT_CWD: folder },
        ...{ DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl, ...settings },
      }),
    async ok(...args) {
      const ran = await line.admin([...args, "--json"]);
      expect(ran, ran.stderr + ran.stdout).toMatchObject({ code: 0 });
      return JSON.parse(ran.stdout);
    },
    async refused(...args) {
      const ran = await line.admin([...args, "--json"]);
      expect(ran.code, ran.stdout).toBe(1);
      return JSON.parse(ran.stdout).error;
    },
    file(name, content) {
      writeFileSync(path.join(folder, name), content);
      return name;
    },
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = postgres(database.ownerUrl, { max: 1 });
    folder = mkdtempSync(path.join(tmpdir(), "signbook-admin-"));
    for (const slug of slugs) {
      const names = ["--slug", slug, "--name", slug, "--domain", `${slug}.example`];
      await line.ok("tenant", "create", ...names, "--license", "premium_p2");
    }
  });
  afterAll(async () => {
    await owner.end();
    await database.drop();
    rmSync(folder, { recursive: true });
  });
  return line;
}

function run(args: readonly string[], input: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  const child = spawn(process.execPath, ["lib/cli/run.mjs", "lib/cli/admin.ts", ...args], { env });
  const ran: Ran = { code: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    ran.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    ran.stderr += chunk;
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.once("close", (code) => resolve({ ...ran, code })));
}
