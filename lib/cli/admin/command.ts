/** What every command of the operator's line has in common. */
import { Command, Option } from "commander";
import { LICENSES } from "@/lib/model/licenses";
import { ROLES } from "@/lib/model/roles";
import { UsageError } from "./command-error";
import { withDatabase } from "./with-database";

/** A noun under which verbs stand. */
export function noun(name: string, description: string): Command {
  return withOutput(new Command(name).description(description));
}

/** Adds a verb. Its action runs with the database there. */
export function verb<Options>(
  parent: Command,
  usage: string,
  { description, options = [], action, migratesFully = false }: VerbDefinition<Options>,
): Command {
  const command = withOutput(parent.command(usage).description(description));
  for (const option of options) command.addOption(option);
  return command.action((...args: unknown[]) => {
    // Commander hands over the arguments, then the options, then the command.
    const values = args.slice(0, -2) as unknown[];
    return withDatabase(() => action(args.at(-2) as Options, values), migratesFully);
  });
}

interface VerbDefinition<Options> {
  description: string;
  options?: readonly Option[];
  /** Every verb finds the schema of its version; this one does not believe the note that it is there. */
  migratesFully?: boolean;
  action: (options: Options, args: readonly unknown[]) => Promise<void>;
}

/** `--json` everywhere, failures as exceptions, nothing printed by the parser itself but help. */
export function withOutput(command: Command): Command {
  return command
    .addOption(new Option("--json", "print one JSON document on stdout and nothing else"))
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .showHelpAfterError(false);
}

export function required(flags: string, description: string): Option {
  return new Option(flags, description).makeOptionMandatory();
}

export const tenantOption = () => required("--tenant <slug>", "the tenant, by its slug");
export const upnOption = () => required("--upn <name@domain>", "the user name");
export const licenseOption = () => required("--license <license>", "the license").choices(LICENSES);
export const roleOption = () => required("--role <role>", "the role").choices(ROLES);

/** A whole number from `min` on, for an option that takes one. */
export function wholeNumber(name: string, min: number): (text: string) => number {
  return (text) => {
    const value = Number(text.replaceAll("_", ""));
    if (!/^\d[\d_]*$/.test(text) || !Number.isSafeInteger(value) || value < min) {
      throw new UsageError(`--${name} takes a whole number from ${min} on, not ${JSON.stringify(text)}.`);
    }
    return value;
  };
}

/** Collects an option that may stand several times. */
export function collect<T>(value: T, previous: readonly T[] | undefined): T[] {
  return [...(previous ?? []), value];
}
