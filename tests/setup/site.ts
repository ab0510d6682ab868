/** One site for all browser tests: the demo tenants in a database of their own, and the built site on a free port. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { closeConnections, connectTo } from "@/db/connections";
import { ensureBuilt } from "@/lib/cli/build.mjs";
import { loadDemoIfEmpty } from "@/lib/services/demo/load-demo";
import { copyTemplate } from "../helpers/copy-template";
import { startWebProcess } from "../helpers/web-process";
import "./database-server";

export interface TestSite {
  /** Its address, without a slash at the end. */
  url: string;
  appUrl: string;
  ownerUrl: string;
  superuserUrl: string;
  logFile: string;
  /** Its DATA_DIR: bundles lie in here. */
  dataDir: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    testSite: TestSite;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureBuilt();
  const { appUrl, ownerUrl, superuserUrl } = await copyTemplate(project.getProvidedContext().testServer, "demo");
  connectTo({ appUrl, ownerUrl });
  await loadDemoIfEmpty({ log: () => {} });
  await closeConnections();
  const folder = mkdtempSync(path.join(tmpdir(), "signbook-site-"));
  const logFile = path.join(folder, "web.log");
  const web = await startWebProcess({ appUrl, logFile, settings: { DEMO: "1", DATA_DIR: folder } });
  project.provide("testSite", { url: web.url, appUrl, ownerUrl, superuserUrl, logFile, dataDir: folder });
  return async () => {
    await web.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
