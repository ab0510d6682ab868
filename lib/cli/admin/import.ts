import { statSync } from "node:fs";
import path from "node:path";
import { type Command, Option } from "commander";
import { systemScope } from "@/lib/access/system-scope";
import { invocationFolder } from "@/lib/env";
import { type ImportFile, type ImportResult, importFiles } from "@/lib/services/ingest/import-files";
import { tenantOption, verb } from "./command";
import { OPERATOR } from "./operator";
import { setResult } from "./output";
import { startProgress } from "./progress";
import { describeSealing, sealAndReport } from "./seal-and-report";

/** Errors that a person is shown; with --json all are. */
const ERRORS_SHOWN = 20;

interface ImportOptions {
  tenant: string;
  shiftToNow?: boolean;
  json?: boolean;
}

/** Sign-ins from files, through the same service as those over HTTP. */
export function addImportCommand(program: Command): void {
  verb<ImportOptions>(program, "import <file...>", {
    description:
      "store the sign-ins, audits and provisioning records of files: JSON in any of the known shapes, NDJSON or CSV, also packed with gzip",
    options: [
      tenantOption(),
      new Option("--shift-to-now", "move the newest event of all files to now, and the others with it"),
    ],
    action: (options, [names]) => runImport(names as string[], options),
  });
}

async function runImport(names: readonly string[], { tenant, shiftToNow = false, json }: ImportOptions): Promise<void> {
  const scope = await systemScope(tenant, OPERATOR);
  const now = new Date();
  // The launcher works in the project's folder; names are meant from where the command was given.
  const from = invocationFolder();
  const files: ImportFile[] = names.map((name) => ({ name, path: path.resolve(from, name) }));
  const bytes = files.reduce((sum, { path: file }) => sum + sizeOf(file), 0) * (shiftToNow ? 2 : 1);
  const progress = startProgress(bytes, { unit: "bytes", shown: !json });
  const result = await importFiles(scope, files, { now, shiftToNow, onProgress: progress.update }).finally(
    progress.stop,
  );
  const sealing = await sealAndReport(now);
  const unreadable = result.errors.filter(({ code }) => code === "unreadable_file");
  if (unreadable.length > 0) process.exitCode = 1;
  const { errorsNotListed, ...counts } = result;
  const more = errorsNotListed > 0 ? { errorsNotListed } : {};
  setResult({ ...counts, ...more, sealing }, [describe(result), describeSealing(sealing)].join("\n"));
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function describe({ accepted, updated, duplicates, rejected, errors, errorsNotListed }: ImportResult): string {
  const lines = errors
    .slice(0, ERRORS_SHOWN)
    .map(({ file, index, message }) => `  ${file}${index === null ? "" : `, record ${index}`}: ${message}`);
  const left = errors.length - lines.length + errorsNotListed;
  if (left > 0) lines.push(`  and ${left} more (npm run admin -- rejections list)`);
  return [`Accepted ${accepted}, updated ${updated}, duplicates ${duplicates}, rejected ${rejected}.`, ...lines].join(
    "\n",
  );
}
