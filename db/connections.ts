/** The process's connections, opened on first use from the settings. Tests and one-off programs name their own. */
import { type DatabaseHandle, type OpenOptions, openDatabase } from "@/db/client";
import { env } from "@/lib/env";

interface Connections {
  app?: DatabaseHandle;
  owner?: DatabaseHandle;
}

/** On globalThis: a development server loads this module again after each change, but must not open another pool. */
const held = globalThis as typeof globalThis & { signbookConnections?: Connections };

function connections(): Connections {
  held.signbookConnections ??= {};
  return held.signbookConnections;
}

/** The restricted role's pool: what the site, the API and most of the worker use. */
export function appDatabase(): DatabaseHandle {
  const open = connections();
  open.app ??= openDatabase(requireUrl("DATABASE_URL"));
  return open.app;
}

/**
 * The owner's pool, for tenants' comings and goings and for partitions. The web process has no such setting and gets
 * an error here. Its statements may take their time: sealing a day builds indexes.
 */
export function ownerDatabase(): DatabaseHandle {
  const open = connections();
  open.owner ??= openDatabase(requireUrl("DATABASE_OWNER_URL"), { max: 4, statementTimeoutMs: 0 });
  return open.owner;
}

/** Opens the process's connections to databases that are not in the settings. */
export function connectTo(urls: { appUrl: string; ownerUrl?: string }, options?: OpenOptions): void {
  const open = connections();
  open.app = openDatabase(urls.appUrl, options);
  if (urls.ownerUrl) open.owner = openDatabase(urls.ownerUrl, { ...options, statementTimeoutMs: 0 });
}

/** Ends the process's connections; the next use opens new ones. */
export async function closeConnections(): Promise<void> {
  const { app, owner } = connections();
  held.signbookConnections = {};
  await Promise.all([app?.close(), owner?.close()]);
}

function requireUrl(setting: "DATABASE_URL" | "DATABASE_OWNER_URL"): string {
  const url = env()[setting];
  if (!url) throw new Error(`${setting} is not set for this process.`);
  return url;
}
