/** The audit log's vocabulary: what can be done in a tenant, in the field's categories. */

/** Who acts when a command of the operator's line does. */
export const OPERATOR = "operator";

/** One property that an activity changed; texts as they are shown, never a secret. */
export interface AuditChange {
  property: string;
  before: string | null;
  after: string | null;
}

export interface AuditDetail {
  key: string;
  value: string;
}

/** The field's names for kinds of activities. */
export type AuditCategory =
  | "ApplicationManagement"
  | "Authentication"
  | "DirectoryManagement"
  | "Other"
  | "Policy"
  | "RoleManagement"
  | "UserManagement";

export interface AuditActivity {
  /** In the imperative, as an administrator would say it: "Download export bundle". */
  activity: string;
  category: AuditCategory;
  result?: "success" | "failure";
  /** Why it failed, in one sentence. */
  resultReason?: string;
  /** The type of a thing, such as "Sign-in", "User", "Export". */
  target?: { type: string; id: string; name?: string };
  changes?: readonly AuditChange[];
  details?: readonly AuditDetail[];
  /** The same activity of the same actor on the same target is entered once per hour, not each time. */
  oncePerHour?: boolean;
}
