/** What a tenant's license brings. The page that refuses for want of one quotes the same table. */

export const LICENSES = ["free", "premium_p1", "premium_p2"] as const;
export type License = (typeof LICENSES)[number];

export const FEATURES = ["signInLogs", "provisioningLog", "auditLog", "risk"] as const;
export type Feature = (typeof FEATURES)[number];

/** What a feature is called and what it brings, for the page that shows the license. */
export const FEATURE_WORDS: Record<Feature, { name: string; brings: string }> = {
  signInLogs: {
    name: "Sign-in logs",
    brings:
      "all four logs with search, details, exports and the reporting API. Without them sign-ins are collected all the same.",
  },
  provisioningLog: { name: "Provisioning log", brings: "what provisioning services did to users and groups." },
  auditLog: { name: "Audit log", brings: "who changed, opened, exported or downloaded what." },
  risk: { name: "Risk", brings: "how risky a sign-in was found to be, in columns, filters, details and files." },
};

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
