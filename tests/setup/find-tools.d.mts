export type ToolName = "redis" | "chromium";
export const TOOLS: Readonly<Record<ToolName, { commands: readonly string[]; aptPackages: readonly string[] }>>;
export function findTool(tool: ToolName, commands?: readonly string[]): string | null;
