import type { TestProject } from "vitest/node";
import { findTool, type ToolName } from "./find-tools.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the programs are that some tests need; null where one is missing. Ask through `requireTool`. */
    tools: Record<ToolName, string | null>;
  }
}

export function setup(project: TestProject): void {
  project.provide("tools", { redis: findTool("redis"), chromium: findTool("chromium") });
}
