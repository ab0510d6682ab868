/** A sign-in as it stands in `sign_ins`, and the one list of its columns that bulk statements are made from. */
import type { CategoryCode } from "@/lib/model/categories/category";
import type { SignInColumns } from "@/lib/model/sign-in-record";

export interface SignInKey {
  category: CategoryCode;
  createdAt: Date;
  id: string;
}

export interface StoredSignIn extends SignInKey {
  createdMs: number;
  groupKey: string;
  columns: SignInColumns;
}

export interface BulkColumn<T> {
  name: string;
  /**
   * `json` is text, or its UTF-8, that holds no control characters, as JSON.stringify makes it; never null. `bigints` is
   * the text of an array, which PostgreSQL would not take inside another one. `timestamptz` are whole seconds, as in every
   * table here.
   */
  type: "smallint" | "integer" | "text" | "uuid" | "inet" | "timestamptz" | "json" | "bigints";
  value: (row: T) => string | number | Date | Buffer | null;
}

const content = (name: string, type: BulkColumn<StoredSignIn>["type"], key: keyof SignInColumns) => ({
  name,
  type,
  value: (row: StoredSignIn) => row.columns[key],
});

export const KEY_COLUMNS: readonly BulkColumn<SignInKey>[] = [
  { name: "category", type: "smallint", value: (row) => row.category },
  { name: "created_at", type: "timestamptz", value: (row) => row.createdAt },
  { name: "id", type: "text", value: (row) => row.id },
];

/** Everything that a change of content may change. */
export const CONTENT_COLUMNS: readonly BulkColumn<StoredSignIn>[] = [
  { name: "group_key", type: "uuid", value: (row) => row.groupKey },
  content("status", "smallint", "status"),
  content("error_code", "integer", "errorCode"),
  content("principal_key", "text", "principalKey"),
  content("principal_name", "text", "principalName"),
  content("principal_upn", "text", "principalUpn"),
  content("application_key", "text", "applicationKey"),
  content("application_name", "text", "applicationName"),
  content("resource_key", "text", "resourceKey"),
  content("resource_name", "text", "resourceName"),
  content("correlation_id", "text", "correlationId"),
  content("ip", "inet", "ip"),
  content("ip_text", "text", "ipText"),
  content("country", "text", "country"),
  content("state", "text", "state"),
  content("city", "text", "city"),
  content("client_app", "text", "clientApp"),
  content("os", "text", "os"),
  content("browser", "text", "browser"),
  content("conditional_access", "text", "conditionalAccess"),
  content("authentication_requirement", "text", "authenticationRequirement"),
  content("user_type", "text", "userType"),
  content("risk_level", "text", "riskLevel"),
  content("risk_state", "text", "riskState"),
  content("device_id", "text", "deviceId"),
  content("user_agent", "text", "userAgent"),
  content("policies", "bigints", "policies"),
];

export const CREATED_MS: BulkColumn<StoredSignIn> = {
  name: "created_ms",
  type: "smallint",
  value: (row) => row.createdMs,
};
