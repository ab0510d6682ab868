import { EnvError } from "@/lib/env";

/** A failure whose message is for the person at the terminal: what happened, and what to do. Printed without a stack. */
export class FatalError extends Error {
  override readonly name = "FatalError";
}

/** Prints a failure on stderr: the message alone where it was written for people, all there is otherwise. */
export function printFailure(error: unknown): void {
  console.error(isForPeople(error) ? `\n${error.message}\n` : error);
}

/** Runs a program; a failure is printed and sets exit code 1. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    printFailure(error);
    process.exit(1);
  }
}

/** The launchers in plain JavaScript mark their errors instead of importing a class from here. */
function isForPeople(error: unknown): error is Error {
  if (error instanceof FatalError || error instanceof EnvError) return true;
  return error instanceof Error && "forPeople" in error;
}
