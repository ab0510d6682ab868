/**
 * `npm test`: everything that the tests need, then all of them, then one line with the counts. Arguments go to vitest:
 * `npm test -- tests/unit` or `npm test -- --project integration`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureInstalled, projectRoot } from "../lib/cli/install.mjs";
import { requireNodeVersion } from "../lib/cli/node-version.mjs";
import { countResults, describeCounts } from "./setup/count-results.mjs";
import { findTool, TOOLS } from "./setup/find-tools.mjs";

requireNodeVersion();
const vitestArguments = process.argv.slice(2);
// Ctrl-C reaches vitest as well, which ends and tidies up; then it is our turn.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});

await ensureInstalled();
installTools();
if (needsBuild()) {
  const { ensureBuilt } = await import("../lib/cli/build.mjs");
  await ensureBuilt();
}
process.exit(runTests());

/** Only the browser tests run the built site. */
function needsBuild() {
  const only = vitestArguments.filter((argument) => !argument.startsWith("-"));
  return only.length === 0 || only.some((argument) => argument.includes("e2e"));
}

/** What cannot be had is named here, and fails the tests that need it. */
function installTools() {
  /** @type {(keyof typeof TOOLS)[]} */
  const all = ["redis", "chromium"];
  const wanted = all.filter((tool) => findTool(tool, TOOLS[tool].commands.slice(0, 1)) === null);
  if (wanted.length === 0) return;
  if (process.getuid?.() === 0 && hasApt()) {
    console.log(`Installing ${wanted.map((tool) => TOOLS[tool].aptPackages[0]).join(" and ")} …`);
    aptGet("update");
    for (const tool of wanted) installTool(tool);
  }
  for (const tool of wanted.filter((each) => findTool(each) === null)) {
    const name = TOOLS[tool].aptPackages[0];
    console.error(
      `MISSING: ${TOOLS[tool].commands[0]}. The tests that need it will fail. ` +
        `Install it (on Debian: apt-get install ${name}) and run again.`,
    );
  }
}

/**
 * The best that the machine's packages have; what is there already is good enough where nothing better can be had.
 * @param {keyof typeof TOOLS} tool
 */
function installTool(tool) {
  for (const name of TOOLS[tool].aptPackages) {
    aptGet("install", "--yes", "--no-install-recommends", name);
    if (findTool(tool) !== null) return;
  }
}

function hasApt() {
  return spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0;
}

/** @param {string[]} args */
function aptGet(...args) {
  const { status, stdout, stderr } = spawnSync("apt-get", ["-qq", ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (status !== 0) console.error(`apt-get ${args.join(" ")} failed:\n${stdout}${stderr}`.trimEnd());
}

/** @returns {number} the exit code. */
function runTests() {
  const folder = mkdtempSync(path.join(tmpdir(), "signbook-test-results-"));
  const results = path.join(folder, "results.json");
  try {
    const { status } = spawnSync(
      process.execPath,
      [
        path.join(projectRoot, "node_modules", "vitest", "vitest.mjs"),
        "run",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${results}`,
        ...vitestArguments,
      ],
      { cwd: projectRoot, stdio: "inherit", env: testEnvironment() },
    );
    const counts = countResults(readJson(results), status ?? 1);
    console.log(describeCounts(counts));
    return counts.failed > 0 || status !== 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without the settings of an installation: tests name their own, and never touch its data. */
function testEnvironment() {
  const settings =
    /^(DATABASE_|S3_|REDIS_URL|SMTP_URL|MAIL_FROM|AUTH_SECRET|APP_URL|DATA_DIR|HOST|PORT|DEMO|TRUST_PROXY|METRICS_TOKEN|PG[A-Z]+$)/;
  const kept = Object.entries(process.env).filter(([name]) => !settings.test(name));
  return { ...Object.fromEntries(kept), NEXT_TELEMETRY_DISABLED: "1" };
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
