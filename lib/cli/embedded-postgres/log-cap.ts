import { copyFileSync, statSync, truncateSync } from "node:fs";

const MAX_LOG_BYTES = 10 * 1024 * 1024;

/**
 * Keeps a log that another process appends to below twice the limit: what is there becomes `<file>.1`, replacing the
 * one before. The writer appends, so it goes on at the beginning of the emptied file.
 */
export function capLog(file: string, maxBytes = MAX_LOG_BYTES): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) <= maxBytes) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file, 0);
}
