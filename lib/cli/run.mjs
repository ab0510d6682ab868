/**
 * Runs a TypeScript entry point: `node lib/cli/run.mjs <entry.ts> [arguments]`. It is bundled (our own files only,
 * packages stay where they are) and imported into this very process, so signals, exit codes and input are its own.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
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
  const source = path.resolve(projectRoot, entry);
  const name = path
    .relative(projectRoot, source)
    .replace(/\.[cm]?tsx?$/, "")
    .replace(/[^A-Za-z0-9]+/g, "-");
  const made = bundleOfUnchanged(name);
  if (made) return made;
  const { build, stop } = await import("esbuild");
  const began = Date.now();
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
    metafile: true,
    logLevel: "silent",
  }).catch((error) => {
    console.error(`${path.relative(projectRoot, source)} cannot be bundled:\n${error.message}`);
    process.exit(1);
  });
  // Its helper process would live as long as this one.
  await stop();
  const content = result.outputFiles[0].contents;
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const file = store(`${name}.${hash}.mjs`, name, content);
  noteSources(name, file, { sources: Object.keys(result.metafile.inputs), began });
  return file;
}

/** What a bundle was made from, beside it. */
const notePath = (/** @type {string} */ name) => path.join(buildDirectory, `${name}.json`);

/**
 * How a source is told from a changed one.
 * @param {string} source relative to the project's root.
 */
function fingerprint(source) {
  const stat = fs.statSync(path.join(projectRoot, source), { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : "";
}

/**
 * The bundle made earlier, where none of its sources has changed since: bundling takes most of the time in which a short
 * command starts.
 * @param {string} name
 * @returns {string | undefined} its path.
 */
function bundleOfUnchanged(name) {
  try {
    const { file, sources } = JSON.parse(fs.readFileSync(notePath(name), "utf8"));
    const unchanged = Object.entries(sources).every(([source, was]) => fingerprint(source) === was);
    if (!unchanged || !fs.existsSync(file)) return undefined;
    const now = new Date();
    fs.utimesSync(file, now, now);
    return file;
  } catch {
    return undefined; // None was made, or not by this version.
  }
}

/**
 * @param {string} name
 * @param {string} file
 * @param {{ sources: string[], began: number }} made when bundling began: what changed since may not be in it.
 */
function noteSources(name, file, { sources: inputs, began }) {
  const own = path.relative(projectRoot, fileURLToPath(import.meta.url));
  const sources = Object.fromEntries([own, ...inputs].map((source) => [source, fingerprint(source)]));
  if (Object.values(sources).some((print) => Number.parseFloat(print) >= began)) return;
  const aside = `${notePath(name)}.${process.pid}.part`;
  fs.writeFileSync(aside, JSON.stringify({ file, sources }));
  fs.renameSync(aside, notePath(name));
}

/**
 * @param {string} fileName
 * @param {string} name
 * @param {Uint8Array} content
 */
function store(fileName, name, content) {
  fs.mkdirSync(buildDirectory, { recursive: true });
  const file = path.join(buildDirectory, fileName);
  const now = new Date();
  if (fs.existsSync(file)) {
    fs.utimesSync(file, now, now);
    return file;
  }
  const aside = `${file}.${process.pid}.part`;
  fs.writeFileSync(aside, content);
  fs.renameSync(aside, file);
  for (const other of fs.readdirSync(buildDirectory)) {
    if (!other.startsWith(`${name}.`) || other === fileName) continue;
    const old = path.join(buildDirectory, other);
    if ((fs.statSync(old, { throwIfNoEntry: false })?.mtimeMs ?? 0) < now.getTime() - KEEP_OLD_BUNDLES_MS) {
      fs.rmSync(old, { force: true });
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
