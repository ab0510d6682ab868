/** The operator's command line as a function: arguments in, exit code out; it reads and prints where a program does. */
import { Command, CommanderError } from "commander";
import { clientCommand } from "./client";
import { withOutput } from "./command";
import { describeFailure } from "./command-error";
import { addGenerateCommand } from "./generate";
import { addImportCommand } from "./import";
import { jobCommand } from "./job";
import { addMigrateCommand } from "./migrate";
import { forgetResult, printResult, setResult } from "./output";
import { partitionsCommand } from "./partitions";
import { rejectionsCommand } from "./rejections";
import { retentionCommand } from "./retention";
import { roleCommand } from "./role";
import { tenantCommand } from "./tenant";
import { userCommand } from "./user";

function buildProgram(): Command {
  const program = withOutput(new Command("npm run admin --"))
    .description("Signbook's command line for operators")
    .usage("<noun> <verb> [options]");
  program.addCommand(tenantCommand());
  program.addCommand(userCommand());
  program.addCommand(roleCommand());
  program.addCommand(clientCommand());
  addImportCommand(program);
  program.addCommand(rejectionsCommand());
  addGenerateCommand(program);
  program.addCommand(partitionsCommand());
  program.addCommand(retentionCommand());
  addMigrateCommand(program);
  program.addCommand(jobCommand());
  return program;
}

/** Help is asked for, or stands in for a missing verb: Commander has printed it then. */
function isHelp(error: unknown): error is CommanderError {
  return error instanceof CommanderError && /^commander\.(help|helpDisplayed)$/.test(error.code);
}

/** @returns the exit code. */
export async function runAdmin(args: readonly string[]): Promise<number> {
  const asJson = args.includes("--json");
  forgetResult();
  try {
    await buildProgram().parseAsync([...args], { from: "user" });
    await printResult(asJson);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (isHelp(error)) return error.exitCode;
    const failure = describeFailure(error);
    if (asJson) {
      setResult({ error: failure }, "");
      await printResult(true);
    } else process.stderr.write(`Error: ${failure.message}\n`);
    if (failure.code === "unexpected" && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return 1;
  }
}
