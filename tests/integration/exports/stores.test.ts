import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import S3rver from "@20minutes/s3rver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BundleStore, openBundleStore, type StoredFile } from "@/lib/bundles/bundle-store";
import { readEnv } from "@/lib/env";

const BUCKET = "bundles";
let folder: string;
let s3: { url: string; stop: () => Promise<void> };

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "signbook-stores-"));
  s3 = await startS3(path.join(folder, "s3"));
});

afterAll(async () => {
  await s3?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A server that speaks the protocol, checks signatures, and keeps objects in a folder. */
async function startS3(directory: string) {
  const s3rver = new S3rver({ directory, silent: true, configureBuckets: [{ name: BUCKET, configs: [] }] });
  await s3rver.configureBuckets();
  signBucketsWithSlash(s3rver);
  const server = createServer(s3rver.callback());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The server takes `/bucket` for what was signed where the client, as S3 itself, signs the address as sent: `/bucket/`. */
function signBucketsWithSlash(s3rver: S3rver): void {
  Object.defineProperty(s3rver.context, "mountPath", {
    get(this: { path: string; state: { vhost: boolean } }) {
      if (!/^\/[^/]+\/$/.test(this.path)) return undefined;
      this.state.vhost = true;
      return "/";
    },
    set: () => {},
  });
}

function open(kind: "local" | "s3"): BundleStore {
  const settings =
    kind === "local"
      ? { DATA_DIR: path.join(folder, "data") }
      : {
          ...{ DATA_DIR: folder, S3_ENDPOINT: s3.url, S3_BUCKET: BUCKET },
          ...{ S3_ACCESS_KEY_ID: "S3RVER", S3_SECRET_ACCESS_KEY: "S3RVER" },
        };
  return openBundleStore(readEnv(settings));
}

const ID = "0192d7f0-0000-7000-8000-00000000000";
const key = (name: string) => `${ID}1/${ID}2/${name}.zip`;

async function listed(store: BundleStore, prefix?: string): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for await (const file of store.list(prefix)) files.push(file);
  return files.sort((a, b) => a.key.localeCompare(b.key));
}

async function* pieces(count: number, failAfter = Number.POSITIVE_INFINITY) {
  for (let index = 0; index < count; index++) {
    if (index >= failAfter) throw new Error("the source failed");
    yield Buffer.alloc(1024 * 1024, index);
  }
}

describe.each(["local", "s3"] as const)("bundles in the %s store", (kind) => {
  let store: BundleStore;
  beforeAll(() => {
    store = open(kind);
    expect(store.kind).toBe(kind);
  });

  it("come back as they were written, whole and in ranges, however large", async () => {
    await store.write(key("large"), Readable.from(pieces(12)));
    const whole = await buffer((await store.read(key("large"))) as Readable);
    expect(whole.length).toBe(12 * 1024 * 1024);
    const stretch = await buffer(
      (await store.read(key("large"), { start: 1024 * 1024 - 2, end: 1024 * 1024 + 1 })) as Readable,
    );
    expect([...stretch]).toEqual([0, 0, 1, 1]);
  });

  it("are listed by the beginning of their key, and go when they are removed", async () => {
    await store.write(key("small"), Readable.from([Buffer.from("x")]));
    await store.write(`${ID}9/${ID}2/other.zip`, Readable.from([Buffer.from("y")]));
    expect((await listed(store, `${ID}1/${ID}2/`)).map((file) => file.key)).toEqual([key("large"), key("small")]);
    expect((await listed(store)).length).toBe(3);
    for (const file of await listed(store)) await store.remove(file);
    await store.remove({ key: key("small") });
    expect(await listed(store)).toEqual([]);
    expect(await store.read(key("small"))).toBeUndefined();
  });

  it("leave nothing when the source fails or the writer is told to stop", async () => {
    await expect(store.write(key("broken"), Readable.from(pieces(12, 7)))).rejects.toThrow(/source failed/);
    const stop = new AbortController();
    async function* endless() {
      for (let index = 0; ; index++) {
        if (index === 8) stop.abort();
        yield Buffer.alloc(1024 * 1024);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    await expect(store.write(key("stopped"), Readable.from(endless()), stop.signal)).rejects.toThrow();
    expect(await listed(store)).toEqual([]);
  });
});

describe("the local store", () => {
  it("takes no key that leads out of its folder", async () => {
    const store = open("local");
    for (const bad of ["../x.zip", "/etc/passwd", "a/../../b.zip", "a.zip.part"]) {
      await expect(store.write(bad, Readable.from(["x"]))).rejects.toThrow(/Not a key/);
    }
  });

  it("shows what a writer left unfinished, so that it can be removed", async () => {
    const { mkdirSync, writeFileSync } = await import("node:fs");
    mkdirSync(path.join(folder, "data", "bundles", `${ID}1`, `${ID}2`), { recursive: true });
    writeFileSync(path.join(folder, "data", "bundles", `${key("dead")}.abc.part`), "half");
    const store = open("local");
    const [file] = await listed(store);
    expect(file?.unfinished).toBe(`${key("dead")}.abc.part`);
    await store.remove(file as StoredFile);
    expect(await listed(store)).toEqual([]);
  });
});
