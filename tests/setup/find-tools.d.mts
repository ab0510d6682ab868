export type ToolName = "redis" | "chromium";
export const TOOLS: Readonly<Record<ToolName, { commands: readonly string[]; aptPackage: string }>>;
export function findTool(tool: ToolName): string | null;
