/**
 * Bounds how many batches a process stores at once. Each is in memory several times over while it is on its way to the
 * database, and with more than a few the database has no core left to be faster with.
 */
const AT_ONCE = 4;

let free = AT_ONCE;
const waiting: (() => void)[] = [];

/** Runs `work` when its turn has come, in order of arrival. */
export async function inStoringTurn<T>(work: () => Promise<T>): Promise<T> {
  // A turn is handed from one to the next and never becomes free in between.
  if (free > 0) free--;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}
