/** Acquires the database of DATA_DIR, says on which port it is, and keeps it until it is told to end. */
import { acquireDatabase } from "@/lib/cli/embedded-postgres/acquire-database";
import { runMain } from "@/lib/cli/fatal-error";
import { readEnvOrExit } from "@/lib/env";

await runMain(async () => {
  const database = await acquireDatabase(readEnvOrExit());
  console.log(new URL(database.appUrl).port);
  const timer = setInterval(() => {}, 1000);
  process.once("SIGTERM", () => {
    clearInterval(timer);
    void database.release();
  });
});
