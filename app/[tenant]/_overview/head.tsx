import { zoneLabel } from "@/lib/model/format-time";
import { OVERVIEW_RANGES, type OverviewRange } from "@/lib/model/overview";
import type { OverviewView } from "./links";

/** The title, the range and the zone. @param range null where the address names none that is known. */
export function OverviewHead({ view, range }: { view: OverviewView; range: OverviewRange | null }) {
  const { tenant, zone } = view;
  const href = (changes: Record<string, string | null>) => {
    const wanted = { range, tz: zone.choice === "utc" ? "utc" : null, ...changes };
    const params = Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== null);
    return `/${tenant}?${new URLSearchParams(params)}`;
  };
  return (
    <header className="overview-head">
      <div>
        <h1>Overview</h1>
        <p className="text-muted text-sm">
          Times in {zoneLabel(zone.name, new Date())}.{" "}
          {(zone.choice === "utc" || zone.name !== "UTC") && (
            <>
              <a className="text-link" href={href({ tz: zone.choice === "utc" ? null : "utc" })}>
                {zone.choice === "utc" ? "Show in my own zone" : "Show in UTC"}
              </a>{" "}
              ·{" "}
            </>
          )}
          <a className="text-link" href={`/${tenant}/digest`}>
            Weekly digest
          </a>
        </p>
      </div>
      <nav aria-label="Date range" className="records-choices">
        {(Object.keys(OVERVIEW_RANGES) as OverviewRange[]).map((each) => (
          <a aria-current={each === range ? "page" : undefined} href={href({ range: each })} key={each}>
            {OVERVIEW_RANGES[each].label}
          </a>
        ))}
      </nav>
    </header>
  );
}
