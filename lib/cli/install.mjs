/** Installs the dependencies when they are missing or older than the lock file or a patch. Needs nothing but Node.js. */
import { spawnSync } from "node:child_process";
import { existsSync, statSync, utimesSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { withFileLock } from "./file-lock.mjs";
import { patchFiles, setPatchedAside } from "./patched-packages.mjs";

/** The folder of package.json, found from this file or from the bundle that this code was put into. */
export const projectRoot = findProjectRoot(path.dirname(fileURLToPath(import.meta.url)));

const lockFile = path.join(projectRoot, "package-lock.json");
/** npm writes it last, so it is there only after a complete installation. */
const installedMarker = path.join(projectRoot, "node_modules", ".package-lock.json");

/** Prints what it does, on stderr, so that `--json` output of a command stays clean. Ends the process on failure. */
export async function ensureInstalled() {
  if (installationState() === "current") return;
  await withFileLock(
    path.join(projectRoot, ".build", "install.lock"),
    () => {
      const state = installationState();
      if (state !== "current") install(state);
    },
    { timeoutMs: 900_000, onWait: () => console.error("Waiting for another installation of the dependencies …") },
  );
}

/** @returns {"missing" | "outdated" | "current"} */
function installationState() {
  if (!existsSync(installedMarker)) return "missing";
  const installedAt = statSync(installedMarker).mtimeMs;
  const isNewer = (/** @type {string} */ file) => existsSync(file) && statSync(file).mtimeMs > installedAt;
  return [lockFile, ...patchFiles(projectRoot)].some(isNewer) ? "outdated" : "current";
}

/** @param {"missing" | "outdated"} state */
function install(state) {
  const startedAt = Date.now();
  console.error(state === "missing" ? "Installing the dependencies …" : "Bringing the dependencies up to date …");
  // Not `npm ci`: it refuses a lock file that lacks packages of other platforms, as one has that was written where
  // those could not be fetched. With --no-save the versions are those of the lock file, and it stays as it is.
  const options = ["--no-save", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error", "--progress=true"];
  const [command, ...args] = npmCommand("install", ...options);
  const patched = setPatchedAside(projectRoot);
  const { status, error } = spawnSync(command, args, {
    cwd: projectRoot,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32" && command === "npm",
  });
  if (status === 0) patched.discard();
  else {
    patched.putBack();
    console.error(
      `\nThe dependencies could not be installed (npm install${error ? `: ${error.message}` : ` ended with code ${status}`}).\n` +
        "Check the messages above and that npm's package registry can be reached, then run the command again.",
    );
    process.exit(1);
  }
  const now = new Date();
  utimesSync(installedMarker, now, now);
  console.error(`Installed the dependencies in ${Math.round((now.getTime() - startedAt) / 1000)} s`);
}

/** @param {string[]} args */
function npmCommand(...args) {
  const npm = process.env.npm_execpath;
  return npm && /\.c?js$/.test(npm) ? [process.execPath, npm, ...args] : ["npm", ...args];
}

/**
 * @param {string} folder
 * @returns {string}
 */
function findProjectRoot(folder) {
  if (existsSync(path.join(folder, "package.json"))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error("package.json is missing: this is not a complete copy of Signbook.");
  return findProjectRoot(parent);
}
