/** Runs a command's work with the database there: found running or started, migrated, and let go of at the end. */
import { closeConnections, connectTo } from "@/db/connections";
import { migrate, migrateIfChanged } from "@/db/migrate";
import { acquireDatabase } from "@/lib/cli/embedded-postgres/acquire-database";
import { APP_ROLE } from "@/lib/cli/embedded-postgres/roles";
import { readEnv } from "@/lib/env";
import { say } from "./output";

/** Somebody pressed Ctrl-C, or something like it. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";

  constructor(signal: string) {
    super(`${signal}: stopped. What was committed until then stays.`);
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * @param fully go through every migration and grant, also where they are noted as done
 * @throws EnvError for wrong settings; FatalError when the database cannot run; InterruptedError when told to stop; what
 *   the work throws.
 */
export async function withDatabase(work: () => Promise<void>, fully: boolean): Promise<void> {
  const env = readEnv();
  const database = await acquireDatabase(env, { log: say });
  const stop = onSignal();
  try {
    const appRole = env.DATABASE_URL ? decodeURIComponent(new URL(env.DATABASE_URL).username) : APP_ROLE;
    const bringUpToDate = fully ? migrate : migrateIfChanged;
    await bringUpToDate({ ownerUrl: database.ownerUrl, appRole, log: say });
    connectTo({ appUrl: database.appUrl, ownerUrl: database.ownerUrl });
    const working = work();
    // Once stopped, how the rest of the work fails is no news.
    working.catch(() => undefined);
    await Promise.race([working, stop.requested]);
  } finally {
    await closeConnections();
    await database.release();
    stop.ignore();
  }
}

/** `requested` fails when a signal asks the program to end. */
function onSignal(): { requested: Promise<never>; ignore: () => void } {
  let listener = (_: NodeJS.Signals) => {};
  const requested = new Promise<never>((_, reject) => {
    listener = (signal) => reject(new InterruptedError(signal));
  });
  requested.catch(() => undefined);
  for (const signal of SIGNALS) process.on(signal, listener);
  const ignore = () => {
    for (const signal of SIGNALS) process.off(signal, listener);
  };
  return { requested, ignore };
}
