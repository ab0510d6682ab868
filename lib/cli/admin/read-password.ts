import { text } from "node:stream/consumers";
import { UsageError } from "./command-error";

/** The password on standard input, without the line end that `echo` adds. */
export async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) throw new UsageError("--password-stdin reads a pipe, so that the password is not shown.");
  const password = (await text(process.stdin)).replace(/\r?\n$/, "");
  if (password === "") throw new UsageError("There is no password on standard input.");
  return password;
}
