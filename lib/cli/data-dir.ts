/** The folder that holds everything an installation keeps: the embedded database, generated secrets, bundles. */
import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { FatalError } from "./fatal-error";

const password = z.string().regex(/^[A-Za-z0-9_-]{24,}$/);
const secretsFile = z.object({
  authSecret: z.string().min(32),
  superuserPassword: password,
  ownerPassword: password,
  appPassword: password,
});

export type Secrets = Readonly<z.output<typeof secretsFile>>;

export interface DataDir {
  /** Absolute. */
  readonly path: string;
  /** The PostgreSQL cluster, once there is one. */
  readonly clusterDir: string;
  readonly postgresLog: string;
  /** Who uses the database now, locks, the last port: may be deleted while nothing runs. */
  readonly runDir: string;
  readonly secrets: Secrets;
}

/**
 * Opens the folder, making it (readable by this user only) and its secrets when they are missing.
 * @param dir absolute, or from the working directory.
 * @throws FatalError when it cannot be written, or holds a database without the secrets that open it.
 */
export function openDataDir(dir: string): DataDir {
  const root = path.resolve(dir);
  const clusterDir = path.join(root, "postgres");
  const runDir = path.join(root, "run");
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    mkdirSync(runDir, { recursive: true, mode: 0o700 });
    const secrets = readSecrets(path.join(root, "secrets.json"), clusterDir);
    return { path: root, clusterDir, postgresLog: path.join(root, "postgres.log"), runDir, secrets };
  } catch (error) {
    if (error instanceof FatalError) throw error;
    throw new FatalError(
      `DATA_DIR (${root}) cannot be used: ${(error as Error).message}\nSet DATA_DIR to a folder that this user may write.`,
    );
  }
}

function readSecrets(file: string, clusterDir: string): Secrets {
  if (!existsSync(file)) {
    if (existsSync(clusterDir)) {
      throw new FatalError(
        `${file} is missing, and it holds the passwords of the database in ${clusterDir}.\n` +
          "Put it back from a backup, or move the whole folder away to begin with an empty database.",
      );
    }
    createSecrets(file);
  }
  const parsed = secretsFile.safeParse(parseJson(readFileSync(file, "utf8")));
  if (parsed.success) return Object.freeze(parsed.data);
  throw new FatalError(
    `${file} is damaged (${parsed.error.issues[0]?.path.join(".") || "no JSON"}).\nPut it back from a backup.`,
  );
}

/** Written aside and linked into place: of two programs at once one wins, and no reader meets half a file. */
function createSecrets(file: string): void {
  const generate = () => randomBytes(24).toString("base64url");
  const secrets: Secrets = {
    authSecret: randomBytes(48).toString("base64url"),
    superuserPassword: generate(),
    ownerPassword: generate(),
    appPassword: generate(),
  };
  const aside = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(aside, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
