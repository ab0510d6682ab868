/** The programs beside Node.js that some tests need, and where they are on this machine. */
import { accessSync, constants } from "node:fs";
import path from "node:path";

/**
 * Name, what it may be called, best first, and the packages that bring it on Debian and its relatives. The headless shell
 * is the same browser without a window system around it: tests take half the time.
 */
export const TOOLS = {
  redis: { commands: ["redis-server", "valkey-server"], aptPackages: ["redis-server"] },
  chromium: {
    commands: [
      "chromium-headless-shell",
      ...["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge"],
    ],
    aptPackages: ["chromium-headless-shell", "chromium"],
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
 * @param {readonly string[]} commands what it may be called.
 * @returns {string | null} absolute path of the program, or null.
 */
export function findTool(tool, commands = TOOLS[tool].commands) {
  const folders = (process.env.PATH ?? "").split(path.delimiter).concat(ELSEWHERE.slice(0, 2));
  const places = commands.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  if (tool === "chromium" && commands.length > 1) places.push(...ELSEWHERE.slice(2));
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
