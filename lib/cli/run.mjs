/**
 * Runs a TypeScript entry point: `node lib/cli/run.mjs <entry.ts> [arguments]`. It is bundled (our own files only,
 * packages stay where they are) and imported into this very process, so signals, exit codes and input are its own.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureInstalled, projectRoot } from "./install.mjs";
import { requireNodeVersion } from "./node-version.mjs";

const buildDirectory = path.join(projectRoot, ".build");
const KEEP_OLD_BUNDLES_MS = 24 * 60 * 60 * 1000;
/** After losing its supervisor a process gets this long to end by itself. */
const ORPHAN_GRACE_MS = 15_000;

/**
 * @param {string} entry path of the entry point, absolute or from the project's root.
 * @param {string[]} args become `process.argv.slice(2)`.
 */
export async function runEntry(entry, args) {
  process.env.NODE_ENV ??= "production";
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  // Files named on the command line are meant from where the command was given.
  process.env.INIT_CWD ??= process.cwd();
  process.chdir(projectRoot);
  process.setSourceMapsEnabled(true);
  endWithSupervisor();
  const bundle = await bundleEntry(entry);
  process.argv = [process.argv[0], bundle, ...args];
  await import(pathToFileURL(bundle).href);
}

/**
 * Bundles an entry point. The file is named after its content: several at once never see each other's half-written
 * file, and one that runs keeps its own.
 * @param {string} entry
 * @returns {Promise<string>} path of the bundle.
 */
async function bundleEntry(entry) {
  const { build, stop } = await import("esbuild");
  const source = path.resolve(projectRoot, entry);
  const result = await build({
    absWorkingDir: projectRoot,
    entryPoints: [source],
    bundle: true,
    write: false,
    outfile: path.join(buildDirectory, "bundle.mjs"),
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    alias: { "@": projectRoot },
    jsx: "automatic",
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "silent",
  }).catch((error) => {
    console.error(`${path.relative(projectRoot, source)} cannot be bundled:\n${error.message}`);
    process.exit(1);
  });
  // Its helper process would live as long as this one.
  await stop();
  const content = result.outputFiles[0].contents;
  const name = path
    .relative(projectRoot, source)
    .replace(/\.[cm]?tsx?$/, "")
    .replace(/[^A-Za-z0-9]+/g, "-");
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  return store(`${name}.${hash}.mjs`, name, content);
}

/**
 * @param {string} fileName
 * @param {string} name
 * @param {Uint8Array} content
 */
function store(fileName, name, content) {
  mkdirSync(buildDirectory, { recursive: true });
  const file = path.join(buildDirectory, fileName);
  const now = new Date();
  if (existsSync(file)) {
    utimesSync(file, now, now);
    return file;
  }
  const aside = `${file}.${process.pid}.part`;
  writeFileSync(aside, content);
  renameSync(aside, file);
  for (const other of readdirSync(buildDirectory)) {
    if (!other.startsWith(`${name}.`) || other === fileName) continue;
    const old = path.join(buildDirectory, other);
    if ((statSync(old, { throwIfNoEntry: false })?.mtimeMs ?? 0) < now.getTime() - KEEP_OLD_BUNDLES_MS) {
      rmSync(old, { force: true });
    }
  }
  return file;
}

/** A process that `npm start` began must not outlive it, even when it was killed: it would hold the port. */
function endWithSupervisor() {
  if (!process.channel) return;
  process.once("disconnect", () => {
    // Nobody reads the output any more.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), ORPHAN_GRACE_MS).unref();
  });
  process.channel.unref();
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  requireNodeVersion();
  const [entry, ...args] = process.argv.slice(2);
  if (!entry) {
    console.error("Usage: node lib/cli/run.mjs <entry.ts> [arguments]");
    process.exit(1);
  }
  await ensureInstalled();
  await runEntry(entry, args);
}
