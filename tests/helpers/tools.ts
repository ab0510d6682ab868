import { inject } from "vitest";
import { TOOLS, type ToolName } from "../setup/find-tools.mjs";
import "../setup/tools";

/** Where a program is that a test needs. @throws when it is not on this machine: a missing program is a failure. */
export function requireTool(tool: ToolName): string {
  const found = inject("tools")[tool];
  if (found) return found;
  const { commands, aptPackages } = TOOLS[tool];
  throw new Error(
    `This test needs ${commands[0]}, which is not installed (on Debian: apt-get install ${aptPackages[0]}).`,
  );
}
