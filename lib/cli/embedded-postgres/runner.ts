/**
 * Runs PostgreSQL's programs. They refuse to run as root, so as root on Linux they run as another user: seen from
 * inside a user namespace only (nothing is created, files stay root's), or, where the system allows no namespaces, as
 * a real user who gets the folder.
 */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, lstatSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { FatalError } from "@/lib/cli/fatal-error";
import { childEnvironment } from "@/lib/env";

export interface Runner {
  readonly kind: "direct" | "namespace" | "other-user";
  /** Runs a program to its end. The output is stdout and stderr together. */
  run(program: string, args: readonly string[]): Promise<{ code: number; output: string }>;
  /** Makes a file, or a folder with all in it, belong to the user who runs the programs. */
  giveTo(target: string): void;
}

interface Candidate extends Runner {
  command(program: string, args: readonly string[]): { file: string; args: string[]; uid?: number; gid?: number };
}

/**
 * Chooses how to run the programs.
 * @param program one of them, tried out.
 * @param dataDir the folder under which their data is: they must be able to reach it.
 * @param only restricts the choice, for tests.
 * @throws FatalError that says which folder to open, when nothing works.
 */
export function chooseRunner(program: string, dataDir: string, only?: Runner["kind"]): Runner {
  if (process.platform === "win32" || process.getuid?.() !== 0) return makeRunner("direct");
  const problems: string[] = [];
  for (const candidate of candidates(dataDir)) {
    if (only && candidate.kind !== only) continue;
    if (candidate.kind === "other-user") openForTraversal(dataDir);
    const problem = tryOut(candidate, program, dataDir);
    if (problem === undefined) return candidate;
    problems.push(`  ${candidate.kind === "namespace" ? "in a user namespace" : "as another user"}: ${problem}`);
  }
  throw new FatalError(
    [
      "PostgreSQL does not run as root, and no way to run it as somebody else works here:",
      ...problems,
      "Start Signbook as an ordinary user; or let other users pass through the folders above",
      `  ${path.dirname(program)} and ${dataDir}`,
      "(chmod o+x on each folder of these paths), or move Signbook to a folder such as /opt.",
    ].join("\n"),
  );
}

function* candidates(dataDir: string): Generator<Candidate> {
  yield makeRunner("namespace");
  const { uid, gid } = statSync(dataDir);
  if (uid !== 0) yield makeRunner("other-user", { uid, gid });
  for (const name of ["postgres", "nobody"]) {
    const user = lookUpUser(name);
    if (user) yield makeRunner("other-user", user);
  }
}

function makeRunner(kind: Runner["kind"], user?: { uid: number; gid: number }): Candidate {
  const namespace = ["--user", "--map-user=1000", "--map-group=1000", "--"];
  const command: Candidate["command"] = (program, args) =>
    kind === "namespace"
      ? { file: "unshare", args: [...namespace, program, ...args] }
      : { file: program, args: [...args], ...user };
  return {
    kind,
    command,
    giveTo: (target) => {
      if (kind === "other-user" && user) changeOwner(target, user.uid, user.gid);
      if (kind === "namespace") changeOwner(target, 0, 0);
    },
    run: (program, args) =>
      new Promise((resolve, reject) => {
        const { file, args: all, ...identity } = command(program, args);
        const child = spawn(file, all, {
          ...identity,
          cwd: path.parse(program).root,
          env: serverEnvironment(),
          stdio: ["ignore", "pipe", "pipe"],
        });
        let output = "";
        for (const stream of [child.stdout, child.stderr]) {
          stream.setEncoding("utf8").on("data", (text: string) => {
            output += text;
          });
        }
        child.once("error", reject);
        child.once("close", (code) => resolve({ code: code ?? 1, output: output.trim() }));
      }),
  };
}

/** @returns why it does not work, or undefined when it does. */
function tryOut(candidate: Candidate, program: string, dataDir: string): string | undefined {
  const script = '[ -x "$1" ] || { echo "$1 cannot be entered"; exit 1; }; exec "$0" --version';
  const { file, args, ...identity } = candidate.command("/bin/sh", ["-c", script, program, dataDir]);
  const result = spawnSync(file, args, { ...identity, cwd: "/", env: serverEnvironment(), encoding: "utf8" });
  if (result.error) return result.error.message;
  if (result.status === 0) return undefined;
  return `${result.stdout}${result.stderr}`.trim().split("\n").at(-1) || `ended with code ${result.status}`;
}

/** Without a locale of the machine: messages are matched, and a locale that is not installed would be an error. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return childEnvironment({ LC_ALL: "C" });
}

/** The other user must pass through the folder, but still sees nothing of what is in it: the files are mode 600. */
function openForTraversal(dataDir: string): void {
  chmodSync(dataDir, (statSync(dataDir).mode & 0o777) | 0o011);
}

function changeOwner(target: string, uid: number, gid: number): void {
  const found = lstatSync(target, { throwIfNoEntry: false });
  if (!found || (found.uid === uid && found.gid === gid)) return;
  if (found.isDirectory()) {
    // The folder itself last: found with the right owner, it is known to be complete.
    for (const name of readdirSync(target)) changeOwner(path.join(target, name), uid, gid);
  }
  if (!found.isSymbolicLink()) chownSync(target, uid, gid);
}

function lookUpUser(name: string): { uid: number; gid: number } | undefined {
  const [uid, gid] = ["-u", "-g"].map((flag) => {
    const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
    return status === 0 ? Number(stdout) : Number.NaN;
  });
  return uid && gid ? { uid, gid } : undefined;
}
