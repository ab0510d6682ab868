/** Runs a command's work with the database there: found running or started, migrated, and let go of at the end. */
import { closeConnections, connectTo } from "@/db/connections";
import { migrate } from "@/db/migrate";
import { acquireDatabase } from "@/lib/cli/embedded-postgres/acquire-database";
import { APP_ROLE } from "@/lib/cli/embedded-postgres/roles";
import { readEnv } from "@/lib/env";
import { say } from "./output";

/** @throws EnvError for wrong settings; FatalError when the database cannot run; what the work throws. */
export async function withDatabase(work: () => Promise<void>): Promise<void> {
  const env = readEnv();
  const database = await acquireDatabase(env, { log: say });
  const release = async () => {
    await closeConnections();
    await database.release();
  };
  const onSignal = (signal: NodeJS.Signals) => {
    say(`\n${signal}: stopped. What was committed until now stays.`);
    void release().finally(() => process.exit(130));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, onSignal);
  try {
    const appRole = env.DATABASE_URL ? decodeURIComponent(new URL(env.DATABASE_URL).username) : APP_ROLE;
    await migrate({ ownerUrl: database.ownerUrl, appRole, log: say });
    connectTo({ appUrl: database.appUrl, ownerUrl: database.ownerUrl });
    await work();
  } finally {
    await release();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, onSignal);
  }
}
