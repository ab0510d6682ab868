/** Files that an activity log can be downloaded as. */

export const ACTIVITY_FILE_FORMATS = ["csv", "json"] as const;
export type ActivityFileFormat = (typeof ACTIVITY_FILE_FORMATS)[number];

/** Activities that one file of the audit log holds at most. */
export const AUDIT_DOWNLOAD_CAP = 250_000;
/** Records that one file of the provisioning log tells of at most. */
export const PROVISIONING_DOWNLOAD_CAP = 100_000;

/** The files of the provisioning log, by their word in the address. */
export const PROVISIONING_PARTS = {
  logs: "Records",
  steps: "Steps",
  modified: "Modified properties",
} as const;
export type ProvisioningPart = keyof typeof PROVISIONING_PARTS;

export function isActivityFileFormat(text: string): text is ActivityFileFormat {
  return (ACTIVITY_FILE_FORMATS as readonly string[]).includes(text);
}

export function isProvisioningPart(text: string): text is ProvisioningPart {
  return Object.hasOwn(PROVISIONING_PARTS, text);
}
