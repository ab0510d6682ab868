/** Which programs use the embedded server now: one small file each. The last to leave stops it. */
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isAlive, ownIdentity, type ProcessIdentity } from "@/lib/cli/process-identity.mjs";

const PREFIX = "user-";

/** Call under the lock. @returns the file to remove when this program is done with the server. */
export function addServerUser(runDir: string): string {
  const file = path.join(runDir, `${PREFIX}${process.pid}-${randomBytes(4).toString("hex")}.json`);
  writeFileSync(file, JSON.stringify(ownIdentity()), { mode: 0o600 });
  return file;
}

/** How many living programs use the server. Removes what killed ones left. Call under the lock. */
export function countServerUsers(runDir: string): number {
  let living = 0;
  for (const file of userFiles(runDir)) {
    if (isLivingUser(file)) living++;
    else rmSync(file, { force: true });
  }
  return living;
}

/** Whether a program that used the server was killed and nothing has been tidied since. */
export function hasKilledUsers(runDir: string): boolean {
  return userFiles(runDir).some((file) => !isLivingUser(file));
}

function userFiles(runDir: string): string[] {
  return readdirSync(runDir)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => path.join(runDir, name));
}

function isLivingUser(file: string): boolean {
  try {
    return isAlive(JSON.parse(readFileSync(file, "utf8")) as ProcessIdentity);
  } catch {
    return false;
  }
}
