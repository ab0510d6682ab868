/** The operator's command line: `npm run admin -- <noun> <verb> …`. Works whether or not the site is running. */
import { Command, CommanderError } from "commander";
import { clientCommand } from "./admin/client";
import { withOutput } from "./admin/command";
import { describeFailure } from "./admin/command-error";
import { addGenerateCommand } from "./admin/generate";
import { addImportCommand } from "./admin/import";
import { jobCommand } from "./admin/job";
import { addMigrateCommand } from "./admin/migrate";
import { printResult, setResult } from "./admin/output";
import { partitionsCommand } from "./admin/partitions";
import { rejectionsCommand } from "./admin/rejections";
import { retentionCommand } from "./admin/retention";
import { roleCommand } from "./admin/role";
import { tenantCommand } from "./admin/tenant";
import { userCommand } from "./admin/user";

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

async function main(args: readonly string[]): Promise<number> {
  const asJson = args.includes("--json");
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

process.exit(await main(process.argv.slice(2)));
