/** One record of a body or file as it came, before anything is understood of it. */
import type { Rejection } from "@/lib/model/sign-in-record";

/** How much of a record's original text is kept; `rawBytes` tells its true length. */
export const RAW_TEXT_LIMIT_BYTES = 64 * 1024;

/** Real records stay under 100 kB, one with a megabyte in a field is still read; what is larger is refused unread. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;

/** How many bytes are turned into records at a time: even of `{}` these are few enough to hold. */
export const STEP_BYTES = 64 * 1024;

/** More on one line, or in one element of a list, is refused: such a line is in memory as a whole. */
export const MAX_RECORDS_PER_LINE = 20_000;

interface RawText {
  /** Place among the records of the body, from 0; refused records count, blank lines do not. */
  index: number;
  /** The original text, cut at `RAW_TEXT_LIMIT_BYTES`. */
  raw: string;
  /** True length of the original text in bytes. */
  rawBytes: number;
}

interface RawValue extends RawText {
  value: unknown;
  /** True when its texts are known to hold neither NUL nor half a surrogate pair; otherwise they must be looked at. */
  isStorable?: boolean;
}

export type RawRecord = RawValue | (RawText & { rejection: Rejection });

/** The text cut so that its UTF-8 form fits `RAW_TEXT_LIMIT_BYTES`, never inside a character. */
export function capRawText(text: string, byteLength: number): string {
  if (byteLength <= RAW_TEXT_LIMIT_BYTES) return text;
  // Encoding only what can fit at most keeps a 4 MB record cheap.
  return capRawBytes(Buffer.from(text.slice(0, RAW_TEXT_LIMIT_BYTES)));
}

/** The same for bytes, which may hold anything: what is not UTF-8 becomes U+FFFD. */
export function capRawBytes(bytes: Buffer): string {
  if (bytes.length <= RAW_TEXT_LIMIT_BYTES) return bytes.toString("utf8");
  let end = RAW_TEXT_LIMIT_BYTES;
  while (end > RAW_TEXT_LIMIT_BYTES - 4 && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.toString("utf8", 0, end);
}
