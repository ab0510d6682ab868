/** What a tenant's license brings. The page that refuses for want of one quotes the same table. */

export const LICENSES = ["free", "premium_p1", "premium_p2"] as const;
export type License = (typeof LICENSES)[number];

export type Feature = "signInLogs" | "auditLog" | "provisioningLog" | "risk";

interface LicenseDefinition {
  label: string;
  features: readonly Feature[];
  /** Whole UTC days of sign-ins and audit records kept. */
  retentionDays: number;
}

export const LICENSE_DEFINITIONS: Record<License, LicenseDefinition> = {
  free: { label: "Free", features: ["auditLog"], retentionDays: 7 },
  premium_p1: { label: "Premium P1", features: ["auditLog", "signInLogs", "provisioningLog"], retentionDays: 30 },
  premium_p2: {
    label: "Premium P2",
    features: ["auditLog", "signInLogs", "provisioningLog", "risk"],
    retentionDays: 30,
  },
};

export function isLicense(value: string): value is License {
  return (LICENSES as readonly string[]).includes(value);
}

export function licenseHasFeature(license: License, feature: Feature): boolean {
  return LICENSE_DEFINITIONS[license].features.includes(feature);
}

/** The labels of the licenses that bring a feature. */
export function licensesWithFeature(feature: Feature): string[] {
  return LICENSES.filter((license) => licenseHasFeature(license, feature)).map(
    (license) => LICENSE_DEFINITIONS[license].label,
  );
}
