/** Bundles in a folder. A file is written aside and renamed into place once it has reached the disk. */
import { randomUUID } from "node:crypto";
import { createReadStream, type Dirent } from "node:fs";
import { mkdir, open, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { BundleStore, StoredFile } from "./bundle-store";

/** How the name of a file ends that is being written. */
const PART = ".part";
const KEY = /^[0-9a-z-]+(\/[0-9a-z-]+)*\.zip$/;

/** @param folder absolute; made on first use, readable by this user only. */
export function openLocalStore(folder: string): BundleStore {
  return {
    kind: "local",
    async write(key, content, signal) {
      const file = pathOf(folder, key);
      const aside = `${file}.${randomUUID()}${PART}`;
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      try {
        await writeToDisk(aside, content, signal);
        await rename(aside, file);
        await flushFolder(path.dirname(file));
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      }
    },
    async read(key, range) {
      const file = pathOf(folder, key);
      return (await stat(file).catch(noneIfMissing)) && createReadStream(file, range);
    },
    async remove({ key, unfinished }) {
      const file = unfinished === undefined ? pathOf(folder, key) : path.join(folder, unfinished);
      await rm(file, { force: true });
      await removeEmptyFolders(folder, path.dirname(file));
    },
    async *list(prefix = "") {
      const at = path.join(folder, path.posix.dirname(`${prefix}x`));
      for await (const file of walk(folder, at)) if (file.key.startsWith(prefix)) yield file;
    },
  };
}

async function writeToDisk(file: string, content: Readable, signal?: AbortSignal): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    const write = async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) await handle.writeFile(piece);
    };
    await pipeline(content, write, { signal });
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function pathOf(folder: string, key: string): string {
  if (!KEY.test(key)) throw new Error(`Not a key of a bundle: ${key}`);
  return path.join(folder, key);
}

async function* walk(root: string, folder: string): AsyncIterable<StoredFile> {
  const entries: Dirent[] = (await readdir(folder, { withFileTypes: true }).catch(noneIfMissing)) ?? [];
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(root, file);
    // One that goes away meanwhile is no longer there to be told of.
    const facts = entry.isFile() ? await stat(file).catch(noneIfMissing) : undefined;
    if (!facts) continue;
    const key = path.relative(root, file).split(path.sep).join("/");
    if (KEY.test(key)) yield { key, modifiedAt: facts.mtime };
    else if (key.endsWith(PART)) yield { key, modifiedAt: facts.mtime, unfinished: key };
  }
}

/** A rename is only there to stay once the folder is. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function removeEmptyFolders(root: string, folder: string): Promise<void> {
  for (let at = folder; at !== root && at.startsWith(root); at = path.dirname(at)) {
    const removed = await rmdir(at).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

function noneIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}
