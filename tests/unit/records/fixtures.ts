/** Reading the committed sample events, and the pieces that several tests of reading need. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { JsonObject, NormalisedSignIn, Rejection } from "@/lib/model/sign-in-record";
import { normalise } from "@/lib/records/normalise";
import { type RawRecord, readJsonRecords } from "@/lib/records/read-body";
import { readFileRecords } from "@/lib/records/read-file";
import { UnreadableBodyError } from "@/lib/records/unreadable-body-error";

const FIXTURES = fileURLToPath(new URL("../../fixtures/records", import.meta.url));

export function fixturePath(name: string): string {
  return path.join(FIXTURES, name);
}

export function readFixture<Content = JsonObject>(name: string): Content {
  return JSON.parse(readFileSync(fixturePath(name), "utf8")) as Content;
}

export async function readAll(records: AsyncIterable<RawRecord>): Promise<RawRecord[]> {
  const all: RawRecord[] = [];
  for await (const record of records) all.push(record);
  return all;
}

/** Records up to the error, and the error that ended them. */
export async function readUntilError(
  records: AsyncIterable<RawRecord>,
): Promise<{ records: RawRecord[]; error: UnreadableBodyError | undefined }> {
  const read: RawRecord[] = [];
  try {
    for await (const record of records) read.push(record);
  } catch (error) {
    if (!(error instanceof UnreadableBodyError)) throw error;
    return { records: read, error };
  }
  return { records: read, error: undefined };
}

/** The bytes in pieces of a size, as a network would bring them. */
export async function* inPieces(body: string | Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(body as string);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export function readText(body: string | Uint8Array, pieceSize?: number): AsyncIterable<RawRecord> {
  return readJsonRecords(inPieces(body, pieceSize));
}

export function valueIn(record: RawRecord | undefined): unknown {
  if (!record || "rejection" in record) throw new Error(`Not a value: ${JSON.stringify(record)}`);
  return record.value;
}

export function rejectionOf(record: RawRecord | undefined): Rejection {
  if (!record || !("rejection" in record)) throw new Error(`Not a rejection: ${JSON.stringify(record)}`);
  return record.rejection;
}

/** The sign-in that a value is. Fails when it is refused. */
export function understood(value: unknown): NormalisedSignIn {
  const result = normalise(value);
  if ("rejection" in result) throw new Error(`Refused: ${result.rejection.code}: ${result.rejection.message}`);
  return result;
}

/** The reason for which a value is refused. Fails when it is not. */
export function refused(value: unknown): Rejection {
  const result = normalise(value);
  if (!("rejection" in result)) throw new Error(`Not refused: ${JSON.stringify(result)}`);
  return result.rejection;
}

export async function understoodFile(name: string): Promise<NormalisedSignIn[]> {
  return (await readAll(readFileRecords(fixturePath(name)))).map((record) => understood(valueIn(record)));
}

export const TIME = "2031-03-04T05:06:07.8901234Z";

/** A record as a diagnostic setting sends it, around a sign-in. */
export function envelope(properties: JsonObject, fields: JsonObject = {}): JsonObject {
  return {
    time: TIME,
    category: "SignInLogs",
    ...fields,
    properties: { id: "r-1", createdDateTime: TIME, ...properties },
  };
}
