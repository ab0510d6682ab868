/** Records that ingest refused, as administrators see them. */
import type { RejectionCode } from "./sign-in-record";

export interface ShownRejection {
  id: string;
  receivedAt: Date;
  /** `http`, a file's name, `retry`. */
  source: string;
  /** Its place among the records it came with, from 0. */
  index: number;
  code: string;
  message: string;
  /** As it came; cut when it was long. */
  raw: string;
  rawBytes: number;
}

export interface RejectionPage {
  rejections: ShownRejection[];
  /** How many there are of each reason, on all pages. */
  reasons: { code: string; count: number }[];
  /** Where older ones go on; null at the end. */
  before: string | null;
}

export const REJECTION_LABELS: Record<RejectionCode, string> = {
  not_json: "Not JSON",
  not_an_object: "Not an object",
  not_a_sign_in: "Not a sign-in, audit or provisioning record",
  unknown_category: "Unknown category",
  missing_field: "Something is missing",
  missing_time: "No time",
  unreadable_time: "Unreadable time",
  older_than_retention: "Older than is kept",
  in_the_future: "In the future",
  other_tenant: "Names another tenant",
  record_too_large: "Too large",
  invalid_field: "Unusable value",
};

/** Kept rows may have a code of another version. */
export function rejectionLabel(code: string): string {
  return REJECTION_LABELS[code as RejectionCode] ?? code;
}
