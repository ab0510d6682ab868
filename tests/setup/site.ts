/** One site for all browser tests: the demo tenants in a database of their own, and the built site on a free port. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { closeConnections, connectTo } from "@/db/connections";
import { ensureBuilt } from "@/lib/cli/build.mjs";
import { loadDemoIfEmpty } from "@/lib/services/demo/load-demo";
import { copyTemplate } from "../helpers/copy-template";
import { keepSignInsOutOfLogs } from "../helpers/own-sign-ins";
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
  await keepTestsApart(superuserUrl);
  const folder = mkdtempSync(path.join(tmpdir(), "signbook-site-"));
  const logFile = path.join(folder, "web.log");
  const web = await startWebProcess({ appUrl, logFile, settings: { DEMO: "1", DATA_DIR: folder } });
  project.provide("testSite", { url: web.url, appUrl, ownerUrl, superuserUrl, logFile, dataDir: folder });
  return async () => {
    await web.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/**
 * The demo's accounts are shared by test files that run side by side: what one of them filters by must not come back to
 * another as remembered. Tests of the memory have accounts of their own.
 */
async function keepTestsApart(superuserUrl: string): Promise<void> {
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(`
      create function forget_in_demo() returns trigger language plpgsql security definer as $$ begin
        if exists (select from tenants where tenant_id = new.tenant_id and slug in ('acorn', 'birch', 'cedar')) then
          return null;
        end if;
        return new;
      end $$;
      create trigger forget_in_demo before insert on user_preferences
        for each row when (new.name = 'filters') execute function forget_in_demo();`);
    await keepSignInsOutOfLogs(sql);
  } finally {
    await sql.end();
  }
}
