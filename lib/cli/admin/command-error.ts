/** What a failure means to the person or program at the command line. */
import { CommanderError } from "commander";
import { FatalError } from "@/lib/cli/fatal-error";
import { EnvError } from "@/lib/env";
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  LicenseRequiredError,
  NotFoundError,
  UnavailableError,
} from "@/lib/model/errors";
import { InterruptedError } from "./with-database";

/** A refusal of a command's own, in words for the terminal. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface CommandFailure {
  code: string;
  message: string;
  /** The fields that are wrong, where several can be. */
  problems?: Readonly<Record<string, string>>;
}

const CODES: readonly [kind: abstract new (...args: never[]) => Error, code: string][] = [
  [InvalidInputError, "invalid_input"],
  [NotFoundError, "not_found"],
  [ConflictError, "conflict"],
  [ForbiddenError, "forbidden"],
  [LicenseRequiredError, "license_required"],
  [UnavailableError, "unavailable"],
  [UsageError, "usage"],
  [InterruptedError, "interrupted"],
  [CommanderError, "usage"],
  [EnvError, "settings"],
  [FatalError, "fatal"],
];

/** A failure as one line; `unexpected` for one that nobody foresaw, whose stack is worth seeing. */
export function describeFailure(error: unknown): CommandFailure {
  const message = oneLine(error instanceof Error ? error.message : String(error));
  const code = CODES.find(([kind]) => error instanceof kind)?.[1] ?? "unexpected";
  return error instanceof InvalidInputError ? { code, message, problems: error.problems } : { code, message };
}

function oneLine(text: string): string {
  return text
    .replace(/^error: /, "")
    .replace(/\s+/g, " ")
    .trim();
}
