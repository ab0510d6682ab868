/** What a reader gets instead of a page that is not for them. None holds anything of the log. */

import { formatDay, formatMinute, zoneLabel } from "@/lib/model/format-time";
import { type Feature, LICENSE_DEFINITIONS, type License, licensesWithFeature } from "@/lib/model/licenses";
import { KEPT_DAYS } from "@/lib/model/retention";
import { type Permission, ROLE_LABELS, rolesWithPermission } from "@/lib/model/roles";
import type { LicenseFacts } from "@/lib/services/tenants/describe-license";
import { NoticePage } from "./notice-page";

const READING = { title: "Your account has no role that reads the logs", needed: "To read the logs of" };
const MANAGING = { title: "Your account has no role that manages the organisation", needed: "To manage" };

const POLICIES = { title: "Your role does not see Conditional Access policies", needed: "To see the policies of" };
const WORDS: Partial<Record<Permission, typeof READING>> = { "tenant:manage": MANAGING, "policies:read": POLICIES };

export function RolePage({ tenantName, upn, permission }: { tenantName: string; upn: string; permission: Permission }) {
  const roles = rolesWithPermission(permission);
  const { title, needed } = WORDS[permission] ?? READING;
  return (
    <NoticePage icon="lock" title={title}>
      <p>
        You are signed in as <span className="font-medium text-ink">{upn}</span>. {needed} {tenantName}, an account
        needs {roles.length === 1 ? "this role" : "one of these roles"}:
      </p>
      <ul className="list-disc pl-5 text-ink marker:text-faint">
        {roles.map((role) => (
          <li key={role}>{role}</li>
        ))}
      </ul>
      <p>
        A {ROLE_LABELS["global-administrator"]} of {tenantName} can give you one. It works from the next page on; there
        is no need to sign in again.
      </p>
      <p>
        Your own sign-ins need no role:{" "}
        <a className="text-link" href="/my-sign-ins">
          My sign-ins
        </a>
      </p>
    </NoticePage>
  );
}

interface LicensePageProps {
  /** What the license does not bring. */
  feature: Feature;
  tenantName: string;
  tenantSlug: string;
  license: License;
  /** Undefined when they could not be read now. */
  facts: LicenseFacts | undefined;
  zone: string;
}

interface FeatureWords {
  title: string;
  /** What readers can do with it. */
  brings: readonly string[];
}

const SIGN_IN_LOGS: FeatureWords = {
  title: "The sign-in logs need a premium license",
  brings: [
    "search all four sign-in logs by person, application, place, address and result",
    "open each sign-in with its device, its authentication steps and the policies applied",
  ],
};
const PROVISIONING_LOG: FeatureWords = {
  title: "The provisioning log needs a premium license",
  brings: [
    "follow what provisioning services did to users and groups, by identity, system, action and result",
    "open each record with its steps, what went wrong, what to do about it and the properties changed",
  ],
};

export function LicensePage({ feature, tenantName, tenantSlug, license, facts, zone }: LicensePageProps) {
  const { label, retentionDays } = LICENSE_DEFINITIONS[license];
  const { title, brings } = feature === "provisioningLog" ? PROVISIONING_LOG : SIGN_IN_LOGS;
  return (
    <NoticePage icon="lock" title={title}>
      <p>
        {tenantName} has the license <span className="font-medium text-ink">{label}</span>. With{" "}
        {licensesWithFeature(feature).join(" or ")} its readers can:
      </p>
      <ul className="list-disc pl-5 text-ink marker:text-faint">
        {brings.map((each) => (
          <li key={each}>{each}</li>
        ))}
        <li>go back {LICENSE_DEFINITIONS.premium_p1.retentionDays} days</li>
      </ul>
      {feature === "provisioningLog" ? (
        <p>Nothing is lost meanwhile: provisioning records are collected and kept for {KEPT_DAYS.provisioning} days.</p>
      ) : (
        <p>
          Nothing is lost meanwhile: sign-ins are collected and kept for {retentionDays} days.{" "}
          {facts && collected(facts)}
        </p>
      )}
      {facts?.grace && <Grace grace={facts.grace} retentionDays={retentionDays} zone={zone} />}
      <p>
        Licenses are set by the operator of this Signbook: ask whoever runs it for your organisation. The command is
      </p>
      <pre className="whitespace-pre-wrap break-words rounded-md border border-line bg-surface px-3 py-2 font-mono text-ink text-sm">
        npm run admin -- tenant set-license --tenant {tenantSlug} --license{" "}
        {facts?.grace?.downgradedFrom ?? "premium_p1"}
      </pre>
      <p>It takes effect at the next page that is opened; there is no need to sign in again.</p>
    </NoticePage>
  );
}

function collected({ collectedFrom }: LicenseFacts): string {
  if (collectedFrom === null) return "So far none have come in.";
  const day = formatDay(new Date(`${collectedFrom}T00:00:00Z`), "UTC");
  return `Those since ${day} (UTC) are there now, and can be read as soon as the license changes.`;
}

function Grace({
  grace,
  retentionDays,
  zone,
}: {
  grace: NonNullable<LicenseFacts["grace"]>;
  retentionDays: number;
  zone: string;
}) {
  const { downgradedFrom, until } = grace;
  return (
    <p>
      The license was {LICENSE_DEFINITIONS[downgradedFrom].label} before. Sign-ins older than {retentionDays} days are
      safe until{" "}
      <span className="font-medium text-ink">
        {formatMinute(until, zone)} ({zoneLabel(zone, until)})
      </span>
      : going back to it before then loses nothing. Afterwards they are deleted.
    </p>
  );
}

/** Also for another tenant's addresses: it does not tell whether there is such a tenant. */
export function NotFoundPage() {
  return (
    <NoticePage icon="warning" title="There is nothing at this address">
      <p>It may be misspelled, or belong to an organisation that your account is not part of.</p>
      <p>
        <a className="text-link" href="/">
          Go to your own sign-in logs
        </a>
      </p>
    </NoticePage>
  );
}
