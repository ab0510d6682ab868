import { stripVTControlCharacters } from "node:util";

/**
 * A line of a process's output as one JSON object: ours are that already, what libraries print becomes the message.
 * @param name of the process. @param level for lines that state none.
 */
export function asLogLine(line: string, name: string, level: "info" | "error", now = new Date()): string {
  if (line.startsWith("{") && line.endsWith("}")) return line;
  return JSON.stringify({
    level,
    time: now.toISOString(),
    process: name,
    msg: stripVTControlCharacters(line).trimEnd(),
  });
}
