/** The programs beside Node.js that some tests need, and where they are on this machine. */
import { accessSync, constants } from "node:fs";
import path from "node:path";

/** Name, what it may be called, and the package that brings it on Debian and its relatives. */
export const TOOLS = {
  redis: { commands: ["redis-server", "valkey-server"], aptPackage: "redis-server" },
  chromium: {
    commands: ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge"],
    aptPackage: "chromium",
  },
};

const ELSEWHERE = [
  "/usr/local/bin",
  "/opt/homebrew/bin",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * @param {keyof typeof TOOLS} tool
 * @returns {string | null} absolute path of the program, or null.
 */
export function findTool(tool) {
  const folders = (process.env.PATH ?? "").split(path.delimiter).concat(ELSEWHERE.slice(0, 2));
  const places = TOOLS[tool].commands.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  if (tool === "chromium") places.push(...ELSEWHERE.slice(2));
  return places.find(isExecutable) ?? null;
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return path.isAbsolute(file);
  } catch {
    return false;
  }
}
