/** Files that an activity log can be downloaded as. */

export const AUDIT_FILE_FORMATS = ["csv", "json"] as const;
export type AuditFileFormat = (typeof AUDIT_FILE_FORMATS)[number];

/** Activities that one file holds at most. */
export const AUDIT_DOWNLOAD_CAP = 250_000;

export function isAuditFileFormat(text: string): text is AuditFileFormat {
  return (AUDIT_FILE_FORMATS as readonly string[]).includes(text);
}
