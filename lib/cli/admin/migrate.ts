import type { Command } from "commander";
import { verb } from "./command";
import { setResult } from "./output";

/** The schema: every command brings it up to date, this one does nothing else. */
export function addMigrateCommand(program: Command): void {
  verb(program, "migrate", {
    migratesFully: true,
    description: "bring the database to the schema of this version",
    action: async () => setResult({ migrated: true }, "The schema is up to date."),
  });
}
