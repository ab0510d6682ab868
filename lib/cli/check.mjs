/** `npm run check`: format, lint, types, import rules, unused code, at the same time. Prints what is wrong, and only that. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { ensureInstalled, projectRoot } from "./install.mjs";
import { requireNodeVersion } from "./node-version.mjs";

requireNodeVersion();
await ensureInstalled();

const bin = (/** @type {string} */ name) => path.join(projectRoot, "node_modules", ".bin", name);
const color = process.stdout.isTTY;

/** @type {{ name: string, command: string, args: string[] }[]} */
const checks = [
  { name: "format and lint", command: bin("biome"), args: ["ci", `--colors=${color ? "force" : "off"}`] },
  { name: "types", command: bin("tsc"), args: ["--noEmit", "--pretty", String(Boolean(color))] },
  {
    name: "import rules",
    command: bin("depcruise"),
    args: ["app", "db", "jobs", "lib", "tests"],
  },
  { name: "unused code", command: bin("knip"), args: ["--no-progress", "--no-config-hints"] },
];

const startedAt = performance.now();
if (!existsSync(path.join(projectRoot, "next-env.d.ts"))) {
  // Written by Next: the types of its pages and of images.
  await run({ name: "route types", command: bin("next"), args: ["typegen"] });
}
const results = await Promise.all(checks.map(run));
const failures = results.filter((result) => result.code !== 0);
for (const { name, output } of failures) console.log(`\n── ${name} ──\n${output.trim()}`);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
const names = (/** @type {{ name: string }[]} */ list) => list.map((each) => each.name).join(", ");
console.log(
  failures.length === 0
    ? `Checked: ${names(checks)} (${seconds} s)`
    : `\nNot in order: ${names(failures)} (${seconds} s)`,
);
process.exit(failures.length === 0 ? 0 : 1);

/**
 * @param {{ name: string, command: string, args: string[] }} check
 * @returns {Promise<{ name: string, code: number, output: string }>}
 */
function run({ name, command, args }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: projectRoot,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...(color ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }) },
      shell: process.platform === "win32",
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.once("error", (error) => resolve({ name, code: 1, output: error.message }));
    child.once("close", (code) => resolve({ name, code: code ?? 1, output }));
  });
}
