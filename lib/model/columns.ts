/** Columns of the log tables: what a header says and how wide the cell wants to be. */
export interface ColumnDefinition {
  label: string;
  /** How the cell is set: identifiers and addresses in the monospaced face. */
  face: "text" | "mono" | "time" | "status";
}

export const COLUMNS = {
  date: { label: "Date", face: "time" },
  requestId: { label: "Request ID", face: "mono" },
  user: { label: "User", face: "text" },
  servicePrincipal: { label: "Service principal", face: "text" },
  managedIdentity: { label: "Managed identity", face: "text" },
  managedIdentityId: { label: "Managed identity ID", face: "mono" },
  application: { label: "Application", face: "text" },
  status: { label: "Status", face: "status" },
  ipAddress: { label: "IP address", face: "mono" },
  location: { label: "Location", face: "text" },
  conditionalAccess: { label: "Conditional Access", face: "text" },
  resource: { label: "Resource", face: "text" },
  resourceId: { label: "Resource ID", face: "mono" },
} as const satisfies Record<string, ColumnDefinition>;

export type ColumnKey = keyof typeof COLUMNS;
