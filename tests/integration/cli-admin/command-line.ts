/**
 * The operator's command line for a test file, in a folder and with a database of its own. Starting a program takes longer
 * than what most commands do: they run in this process, from the arguments to the exit code, and as a program where it
 * matters that it is one.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, vi } from "vitest";
import { runAdmin } from "@/lib/cli/admin/run-admin";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";

interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  /** What comes on standard input. */
  input?: string;
  /** Over those of the test file. */
  settings?: Readonly<Record<string, string>>;
}

export interface CommandLine {
  readonly owner: Sql;
  /** Runs a command in this process. */
  admin(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Runs the program as `npm run` does. */
  program(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Runs a command with --json, expects success, and parses everything that was on stdout as one document. */
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

  const surroundings = () => ({
    ...{ INIT_CWD: folder, DATA_DIR: folder },
    ...{ DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl },
  });
  const line: CommandLine = {
    get owner() {
      return owner;
    },
    admin: (args, { input = "", settings } = {}) => runHere(args, input, { ...surroundings(), ...settings }),
    program: (args, { input = "", settings } = {}) => runProgram(args, input, { ...surroundings(), ...settings }),
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

type Settings = Readonly<Record<string, string>>;

async function runHere(args: readonly string[], input: string, settings: Settings): Promise<Ran> {
  const ran: Ran = { code: null, stdout: "", stderr: "" };
  const taking = (stream: "stdout" | "stderr") => (chunk: unknown, taken?: unknown) => {
    ran[stream] += String(chunk);
    if (typeof taken === "function") taken();
    return true;
  };
  const stand = [
    vi.spyOn(process.stdout, "write").mockImplementation(taking("stdout")),
    vi.spyOn(process.stderr, "write").mockImplementation(taking("stderr")),
    vi
      .spyOn(process, "stdin", "get")
      .mockReturnValue(Readable.from([input]) as unknown as NodeJS.ReadStream & { fd: 0 }),
  ];
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const { exitCode } = process;
  try {
    ran.code = await runAdmin(args);
    return ran;
  } finally {
    // What a command leaves there is how it ended, not how the tests did.
    process.exitCode = exitCode;
    for (const each of stand) each.mockRestore();
    vi.unstubAllEnvs();
  }
}

function runProgram(args: readonly string[], input: string, settings: Settings): Promise<Ran> {
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, NODE_ENV: "production", TZ: "UTC", ...settings };
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
