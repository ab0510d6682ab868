/** Builds the site when its sources have changed since the last build. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withFileLock } from "./file-lock.mjs";
import { projectRoot } from "./install.mjs";

/** What goes into the site. The command line and the server around it are bundled when they start, so not those. */
const SOURCE_FOLDERS = ["app", "db", "jobs", "lib", "public"];
const NOT_IN_THE_SITE = ["lib/cli", "lib/server", "db/migrations"];
const SOURCE_FILES = /^(package-lock\.json|package\.json|instrumentation\.ts|.*\.config\.(js|mjs|ts))$/;
const NOT_SOURCE_FILES = /^(vitest|drizzle)\.config/;

const stampFile = path.join(projectRoot, ".next", "signbook-sources.sha256");
/** What Next prints beside the steps and their results: counters, its table of routes. Of no use at a start. */
const NOISE =
  /^(Route \(|[┌├└│○●ƒ◐] |\+ First Load|- Experiments|✓ Running next\.config|\w.* \.\.\.$|Generating static pages .*\d\)$)/;

/** @returns {boolean} whether there is a build of the sources as they are. */
export function isBuildCurrent() {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === hashSources();
}

/** Builds if needed, showing what happens. @throws when the build fails; what was wrong has been shown then. */
export async function ensureBuilt() {
  if (isBuildCurrent()) return;
  await withFileLock(
    path.join(projectRoot, ".build", "build.lock"),
    async () => {
      if (!isBuildCurrent()) await build();
    },
    { timeoutMs: 1_800_000, onWait: () => console.log("Waiting for another build of this folder …") },
  );
}

async function build() {
  const startedAt = Date.now();
  const sources = hashSources();
  console.log("Building the site …");
  const code = await runNextBuild();
  if (code !== 0) {
    throw Object.assign(new Error("The site could not be built: the messages above say why."), { forPeople: true });
  }
  writeFileSync(stampFile, sources);
  console.log(`Built the site in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

/** @returns {Promise<number | null>} its exit code. */
function runNextBuild() {
  const next = path.join(projectRoot, "node_modules", "next", "dist", "bin", "next");
  const child = spawn(process.execPath, [next, "build"], {
    cwd: projectRoot,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let unfinishedLine = "";
  /** @param {string} text */
  const show = (text) => {
    const lines = (unfinishedLine + text).split("\n");
    unfinishedLine = lines.pop() ?? "";
    for (const line of lines.map((each) => each.trim())) {
      if (line !== "" && !NOISE.test(line)) console.log(`  ${line}`);
    }
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", show);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}

function hashSources() {
  const hash = createHash("sha256");
  const files = readdirSync(projectRoot).filter((name) => SOURCE_FILES.test(name) && !NOT_SOURCE_FILES.test(name));
  for (const folder of SOURCE_FOLDERS) files.push(...listFiles(folder));
  for (const file of files.sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(projectRoot, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/**
 * @param {string} folder from the project's root, with slashes.
 * @returns {string[]}
 */
function listFiles(folder) {
  const absolute = path.join(projectRoot, folder);
  if (!existsSync(absolute) || NOT_IN_THE_SITE.includes(folder)) return [];
  return readdirSync(absolute, { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return listFiles(file);
    return entry.isFile() ? [file] : [];
  });
}
