/** The packages that are mended after installation, by the patches in `db/patches`. */
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";

/**
 * @param {string} root
 * @returns {string[]} the patches' files
 */
export function patchFiles(root) {
  const folder = path.join(root, "db", "patches");
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".patch"));
  return names.map((name) => path.join(folder, name));
}

/**
 * Takes mended packages away, so that npm installs them as they are published: what carries an older patch takes no newer
 * one, and installing would end there.
 * @param {string} root
 * @returns {{ putBack: () => void, discard: () => void }} for an installation that failed, and for one that did not
 */
export function setPatchedAside(root) {
  const modules = path.join(root, "node_modules");
  /** @type {{ folder: string, aside: string }[]} */
  const moved = [];
  for (const file of patchFiles(root)) {
    const name = packageOf(file);
    const folder = path.join(modules, name);
    // Of folders that begin with a dot npm takes no notice.
    const aside = path.join(modules, `.before-${name.replaceAll("/", "+")}`);
    // Without it, what stands aside is left from an installation that was killed.
    if (existsSync(folder)) {
      rmSync(aside, { recursive: true, force: true });
      renameSync(folder, aside);
    }
    if (existsSync(aside)) moved.push({ folder, aside });
  }
  return {
    putBack() {
      for (const { folder, aside } of moved) {
        rmSync(folder, { recursive: true, force: true });
        renameSync(aside, folder);
      }
    },
    discard() {
      for (const { aside } of moved) rmSync(aside, { recursive: true, force: true });
    },
  };
}

/**
 * `db/patches/@scope+name+1.2.3.patch` is for `@scope/name`.
 * @param {string} file
 */
function packageOf(file) {
  return path
    .basename(file)
    .replace(/\+[^+]+\.patch$/, "")
    .replaceAll("+", "/");
}
