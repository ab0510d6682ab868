/** Where bundles lie: a folder of this machine, or S3-compatible storage where there is more than one machine. */
import path from "node:path";
import type { Readable } from "node:stream";
import { type Env, env } from "@/lib/env";
import { openLocalStore } from "./local-store";
import type { S3Settings } from "./s3-store";

/** A file in the store, or one whose writer has not finished, or died. */
export interface StoredFile {
  readonly key: string;
  readonly modifiedAt: Date;
  /** Names a file that was never finished, which cannot be read and should be removed; undefined for a whole one. */
  readonly unfinished?: string;
}

/** A stretch of a file, both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface BundleStore {
  readonly kind: "local" | "s3";
  /**
   * Streams a file in. Under its key there is nothing before all of it is there to stay; after a failure, or when told to
   * stop, nothing of it is left.
   */
  write(key: string, content: Readable, signal?: AbortSignal): Promise<void>;
  /** The bytes of a file; undefined when there is none. */
  read(key: string, range?: ByteRange): Promise<Readable | undefined>;
  /** Takes a file away, whole or unfinished. One that is gone already is no failure. */
  remove(file: Pick<StoredFile, "key" | "unfinished">): Promise<void>;
  /** Every file whose key begins so, in no particular order. */
  list(prefix?: string): AsyncIterable<StoredFile>;
}

/** The keys of the bundles of an export begin so. Ids only: nothing that a person typed ever becomes a path. */
export function exportPrefix(tenantId: string, exportId: string): string {
  return `${tenantId}/${exportId}/`;
}

type StoreSettings = Pick<
  Env,
  "DATA_DIR" | "S3_ENDPOINT" | "S3_BUCKET" | "S3_REGION" | "S3_ACCESS_KEY_ID" | "S3_SECRET_ACCESS_KEY"
>;

/** The store that the settings name. */
export function openBundleStore(settings: StoreSettings): BundleStore {
  const { S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = settings;
  if (S3_ENDPOINT && S3_BUCKET && S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY) {
    return s3OnFirstUse({
      endpoint: S3_ENDPOINT,
      bucket: S3_BUCKET,
      region: S3_REGION,
      accessKeyId: S3_ACCESS_KEY_ID,
      secretAccessKey: S3_SECRET_ACCESS_KEY,
    });
  }
  return openLocalStore(path.resolve(settings.DATA_DIR, "bundles"));
}

/** Its library takes 30 MB and a third of a second to load: only where it is used, and not before. */
function s3OnFirstUse(settings: S3Settings): BundleStore {
  let opening: Promise<BundleStore> | undefined;
  const store = () => {
    opening ??= import("./s3-store").then(({ openS3Store }) => openS3Store(settings));
    return opening;
  };
  return {
    kind: "s3",
    write: async (...what) => (await store()).write(...what),
    read: async (...what) => (await store()).read(...what),
    remove: async (file) => (await store()).remove(file),
    async *list(prefix) {
      yield* (await store()).list(prefix);
    },
  };
}

/** On globalThis: pages and the development server load this module more than once. */
const held = globalThis as typeof globalThis & { signbookBundleStore?: BundleStore };

/** The store of this process, opened on first use from the settings. */
export function bundleStore(): BundleStore {
  held.signbookBundleStore ??= openBundleStore(env());
  return held.signbookBundleStore;
}

/** Names the store of this process, for programs whose settings are not in the environment; undefined forgets it. */
export function setBundleStore(store: BundleStore | undefined): void {
  held.signbookBundleStore = store;
}
