import { type FSWatcher, watch } from "node:fs";
import path from "node:path";

const SETTLE_MS = 300;

/**
 * Calls `onChange` when a TypeScript file in one of the folders has changed, once for changes close together.
 * @param folders from the working directory.
 * @returns ends the watching.
 */
export function watchSources(folders: readonly string[], onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers: FSWatcher[] = folders.map((folder) =>
    watch(path.resolve(folder), { recursive: true }, (_event, file) => {
      if (!file || !/\.(ts|tsx|sql)$/.test(file)) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, SETTLE_MS);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
