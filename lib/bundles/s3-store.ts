/** Bundles in S3-compatible storage, uploaded in parts while they are made. */
import type { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  type AbortMultipartUploadCommandInput,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  NoSuchKey,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { BundleStore, StoredFile } from "./bundle-store";

export interface S3Settings {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The smallest that S3 takes. With the 10,000 parts it allows, a bundle may have 50 GB. */
const PART_BYTES = 5 * 1024 * 1024;
/** Parts that wait in memory or are under way. */
const PARTS_AT_ONCE = 2;

export function openS3Store({ bucket, endpoint, region, ...credentials }: S3Settings): BundleStore {
  const client = new S3Client({
    ...{ endpoint, region, credentials },
    // Host names per bucket need a wildcard in the DNS, which few own servers have.
    forcePathStyle: true,
    // The newer checksums are refused by servers that do not know them; ours is on the export's row.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  return {
    kind: "s3",
    async write(key, content, signal) {
      const upload = new Upload({
        client,
        params: { Bucket: bucket, Key: key, Body: content, ContentType: "application/zip" },
        partSize: PART_BYTES,
        queueSize: PARTS_AT_ONCE,
        // The library would report a failure to clean up instead of what failed.
        leavePartsOnError: true,
      });
      const abort = () => void upload.abort();
      signal?.throwIfAborted();
      signal?.addEventListener("abort", abort, { once: true });
      try {
        await upload.done();
      } catch (error) {
        content.destroy();
        await abandon(client, { Bucket: bucket, Key: key, UploadId: upload.uploadId });
        throw error;
      } finally {
        signal?.removeEventListener("abort", abort);
      }
    },
    async read(key, range) {
      const bytes = range && `bytes=${range.start}-${range.end}`;
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: bytes }));
        return Body as Readable;
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async remove({ key, unfinished }) {
      const object = { Bucket: bucket, Key: key };
      if (unfinished === undefined) await client.send(new DeleteObjectCommand(object));
      else await client.send(new AbortMultipartUploadCommand({ ...object, UploadId: unfinished }));
    },
    async *list(prefix) {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
        for (const { Key, LastModified } of Contents)
          if (Key && LastModified) yield { key: Key, modifiedAt: LastModified };
      }
      yield* unfinishedUploads(client, bucket, prefix);
    },
  };
}

/** Takes back the parts of an upload that will not be finished; what remains is found by the next clean-up. */
async function abandon(client: S3Client, { UploadId, ...object }: AbortMultipartUploadCommandInput): Promise<void> {
  if (UploadId === undefined) return;
  await client.send(new AbortMultipartUploadCommand({ ...object, UploadId })).catch(() => {});
}

async function* unfinishedUploads(client: S3Client, Bucket: string, Prefix?: string): AsyncIterable<StoredFile> {
  let from: { KeyMarker?: string; UploadIdMarker?: string } = {};
  for (;;) {
    const page = await client
      .send(new ListMultipartUploadsCommand({ Bucket, Prefix, ...from }))
      .catch(nothingIfUnknown);
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (Key && UploadId && Initiated) yield { key: Key, modifiedAt: Initiated, unfinished: UploadId };
    }
    if (!page.IsTruncated) return;
    from = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
  }
}

/** Some servers cannot list what was never finished; those that cannot, clear it away themselves. */
function nothingIfUnknown(error: Error): Omit<ListMultipartUploadsCommandOutput, "$metadata"> {
  if (error.name === "NotImplemented") return {};
  throw error;
}
