/** `npm start`: everything up to the point where TypeScript can run, with nothing but Node.js. */
import { requireNodeVersion } from "./node-version.mjs";

requireNodeVersion();

const { ensureInstalled } = await import("./install.mjs");
await ensureInstalled();
const { runEntry } = await import("./run.mjs");
await runEntry("lib/cli/start.ts", process.argv.slice(2));
