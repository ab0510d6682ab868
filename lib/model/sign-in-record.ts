/**
 * One sign-in as Signbook knows it after reading: Graph's beta `signIn` object (camelCase, nested), whatever shape it
 * arrived in. `lib/records` makes it; `db` stores it in two halves (columns and rest) and gives it back whole.
 */
import type { CategoryCode } from "./categories/category";

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

/** A record that was understood: its identity apart from its content. */
export interface NormalisedSignIn {
  category: CategoryCode;
  /** Request id; derived from the content where the sender gave none. */
  id: string;
  /** The event time cut to whole seconds, UTC: part of the identity. */
  createdAt: Date;
  /** The milliseconds of the event time, 0 to 999; not part of the identity. */
  createdMs: number;
  /** The whole record in Graph's shape, without `id`. Unknown properties are kept as they came. */
  record: JsonObject;
  /** What reading noticed: disagreeing sources, replaced characters. One sentence each; empty as a rule. */
  notes: string[];
}

/** Why a record was refused. Codes are part of the ingest answer, so they do not change. */
export type RejectionCode =
  | "not_json"
  | "not_an_object"
  | "not_a_sign_in"
  | "unknown_category"
  | "missing_field"
  | "missing_time"
  | "unreadable_time"
  | "older_than_retention"
  | "in_the_future"
  | "other_tenant"
  | "record_too_large"
  | "invalid_field";

export interface Rejection {
  code: RejectionCode;
  /** One sentence that names the field and what was found there. */
  message: string;
}

/**
 * The columns of `sign_ins` that come from a record's content: typed, narrow, what lists, filters and counts touch.
 * `*Key` columns are normal forms for joining and grouping: the id, or `~` and the lower-cased name where there is no id.
 */
export interface SignInColumns {
  principalKey: string;
  principalName: string | null;
  /** Lower-cased user principal name; users only. */
  principalUpn: string | null;
  applicationKey: string;
  applicationName: string | null;
  resourceKey: string;
  resourceName: string | null;
  correlationId: string | null;
  /** The address as PostgreSQL's `inet` reads it; null when the text is not an address. */
  ip: string | null;
  /** The address in canonical text form, or the text that came; null when none came. */
  ipText: string | null;
  errorCode: number;
  /** 1 success, 2 failure, 3 interrupted. */
  status: number;
  country: string | null;
  state: string | null;
  city: string | null;
  clientApp: string | null;
  os: string | null;
  browser: string | null;
  conditionalAccess: string | null;
  authenticationRequirement: string | null;
  userType: string | null;
  riskLevel: string | null;
  riskState: string | null;
  deviceId: string | null;
  userAgent: string | null;
  /**
   * The policies weighed, each with its result as one number, as PostgreSQL writes an array of them; null when the record
   * names none.
   */
  policies: string | null;
}
