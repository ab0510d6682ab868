/** Export bundles: the words for them, their limits, and what files they hold. */
import { CATEGORY_SLUGS, type CategorySlug } from "./categories";
import type { License } from "./licenses";
import { DAY_MS } from "./retention";
import type { Permission } from "./roles";

export const EXPORT_FORMATS = ["csv", "json"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A bundle goes away this long after it was built; its row stays longer, so that one can see who had it. */
export const BUNDLE_TTL_DAYS = 7;
export const EXPORT_ROWS_KEPT_DAYS = 90;
/** One tenant's exports that are built at the same time, over all workers: others are not to wait for its tenth. */
export const MAX_RUNNING_PER_TENANT = 2;
/** One tenant's exports that wait or are built. More is a script gone wrong. */
export const MAX_OPEN_PER_TENANT = 50;

export type ExportStatus = "queued" | "running" | "mailing" | "ready" | "failed" | "cancelled" | "expired";

/** The bundle is in the store, whether the mail about it has left or not. */
export const DOWNLOADABLE: readonly ExportStatus[] = ["mailing", "ready"];
export const UNFINISHED: readonly ExportStatus[] = ["queued", "running", "mailing"];

/** Where a log is read on after the last record of an earlier bundle. */
export interface ExportPosition {
  createdAt: string;
  createdMs: number;
  id: string;
}

/** One log as it was asked for. The parameters are those of its page; instants are ISO. */
export interface ExportLog {
  category: CategorySlug;
  /** Filters only, as an address has them. */
  params: string;
  from: string;
  to: string;
  /** Labels of filters that were asked for and that this log does not know. */
  notApplied: string[];
  /** Only records older than this one; set in a bundle that goes on where another ended. */
  after?: ExportPosition;
}

/** One file of a bundle: how far it is, and in the end what is in it. */
export interface ExportFile {
  name: string;
  category: CategorySlug;
  kind: "signIns" | "steps";
  records: number;
  state: "waiting" | "writing" | "done";
  /** More records match than the cap lets in. */
  truncated: boolean;
  /** The oldest record inside, where there are more. */
  last?: ExportPosition;
}

interface CategoryFiles {
  signIns: string;
  /** A file of its own for the steps of authentication, in CSV. */
  steps?: string;
}

/** The reference's names, so that scripts made for its files find these. */
const FILE_STEMS: Record<CategorySlug, CategoryFiles> = {
  interactive: { signIns: "InteractiveSignIns", steps: "InteractiveSignIns_AuthDetails" },
  "non-interactive": { signIns: "NonInteractiveSignIns", steps: "NonInteractiveSignIns_AuthDetails" },
  "service-principal": { signIns: "ApplicationSignIns" },
  "managed-identity": { signIns: "MSISignIns" },
};

/** The files of a bundle in their order: six in CSV, four in JSON, whose records hold their steps themselves. */
export function filesOf(format: ExportFormat, logs: readonly ExportLog[], askedAt: Date): ExportFile[] {
  return logs.flatMap(({ category, from, to }) => {
    const { signIns, steps } = FILE_STEMS[category];
    const dates = rangeOfDays(new Date(from), new Date(to), askedAt);
    const file = (kind: ExportFile["kind"], stem: string): ExportFile => ({
      ...{ name: `${stem}_${dates}.${format}`, category, kind },
      ...{ records: 0, state: "waiting", truncated: false },
    });
    return steps && format === "csv" ? [file("signIns", signIns), file("steps", steps)] : [file("signIns", signIns)];
  });
}

/** `2026-11-18_2026-11-25` in UTC. An open end lies a day ahead of now, which no file name should claim. */
export function rangeOfDays(from: Date, to: Date, askedAt: Date): string {
  const end = to > askedAt ? askedAt : new Date(to.getTime() - 1);
  const day = (at: Date) => at.toISOString().slice(0, 10);
  return `${day(from)}_${day(end < from ? from : end)}`;
}

export const FILE_NAME_PATTERN = "[\\w .\\-]{1,80}";
const FILE_NAME = new RegExp(`^${FILE_NAME_PATTERN}$`);

/** The name of the bundle without `.zip`, or undefined for one that cannot be used. Never a path. */
export function readFileName(given: string): string | undefined {
  const name = given.trim().replace(/\.zip$/i, "");
  return FILE_NAME.test(name) && /[A-Za-z0-9]/.test(name) && !name.startsWith(".") ? name : undefined;
}

/** What of a person's rights decides what a bundle of theirs shows. */
export const CONTENT_PERMISSIONS: readonly Permission[] = ["logs:read", "policies:read"];

export function bundleExpiry(builtAt: Date): Date {
  return new Date(builtAt.getTime() + BUNDLE_TTL_DAYS * DAY_MS);
}

/** One download as the list shows it. */
export interface ExportDownload {
  userName: string;
  startedAt: Date;
  complete: boolean;
  bytesSent: number;
}

/** An export as pages show it. */
export interface ExportView {
  id: string;
  requester: { id: string; name: string; upn: string };
  askedAt: Date;
  format: ExportFormat;
  /** Without `.zip`. */
  fileName: string;
  logs: readonly ExportLog[];
  recordCap: number;
  part: number;
  status: ExportStatus;
  /** Why it failed, or why it is tried again. */
  failure: string | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  files: readonly ExportFile[];
  /** Of the bundle as built; null before. */
  license: License | null;
  bytes: number | null;
  sha256: string | null;
  expiresAt: Date | null;
  mailedAt: Date | null;
  mailFailure: string | null;
  downloads: readonly ExportDownload[];
  /** What this reader may do with it now. */
  may: { download: boolean; cancel: boolean; retry: boolean; continue: boolean };
}

export const EVERY_LOG: readonly CategorySlug[] = CATEGORY_SLUGS;
