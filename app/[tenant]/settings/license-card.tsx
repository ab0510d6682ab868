import { formatDay } from "@/lib/model/format-time";
import {
  FEATURE_WORDS,
  FEATURES,
  LICENSE_DEFINITIONS,
  licenseHasFeature,
  licensesWithFeature,
} from "@/lib/model/licenses";
import { DOWNGRADE_GRACE_DAYS, KEPT_DAYS } from "@/lib/model/retention";
import type { LicenseFacts } from "@/lib/services/tenants/describe-license";
import type { ShownZone } from "@/lib/web/zone";
import { zoned } from "@/lib/web/zoned";

/** The license, what it brings and what another one would, and how long things are kept. */
export function LicenseCard({ facts, zone }: { facts: LicenseFacts; zone: ShownZone }) {
  const { license, grace, collectedFrom } = facts;
  const { label, retentionDays } = LICENSE_DEFINITIONS[license];
  return (
    <section className="record-card" id="license">
      <h2>
        License and retention <span className="badge">{label}</span>
      </h2>
      <dl className="record-facts">
        {FEATURES.map((feature) => (
          <div className="contents" key={feature}>
            <dt>{FEATURE_WORDS[feature].name}</dt>
            <dd>
              {licenseHasFeature(license, feature) ? (
                <>Included: {FEATURE_WORDS[feature].brings}</>
              ) : (
                <span className="text-muted">
                  Not included; {licensesWithFeature(feature).join(" or ")} brings it: {FEATURE_WORDS[feature].brings}
                </span>
              )}
            </dd>
          </div>
        ))}
        <dt>Sign-ins and audit log</dt>
        <dd>
          Kept for {retentionDays} days (whole days, UTC), then deleted.{" "}
          {collectedFrom
            ? `The oldest sign-ins there are now are of ${formatDay(new Date(`${collectedFrom}T00:00:00Z`), "UTC")}.`
            : "There are no sign-ins yet."}
        </dd>
        <dt>Provisioning records</dt>
        <dd>Kept for {KEPT_DAYS.provisioning} days.</dd>
        {grace && (
          <>
            <dt>After the change</dt>
            <dd>
              The license was {LICENSE_DEFINITIONS[grace.downgradedFrom].label} before. What it kept is hidden now and
              safe until {zoned(grace.until, zone)}; afterwards it is deleted.
            </dd>
          </>
        )}
      </dl>
      <p className="text-muted text-sm">
        The operator of this Signbook sets the license; it counts from the next page on. After a change to a smaller
        one, nothing is deleted for {DOWNGRADE_GRACE_DAYS} days.
      </p>
    </section>
  );
}
