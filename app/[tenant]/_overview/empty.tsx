import { OVERVIEW_RANGES, type Overview } from "@/lib/model/overview";
import type { OverviewView } from "./links";

/** What to do where there is nothing to show. */
export function EmptyOverview({ view, range }: { view: OverviewView; range: Overview["range"] }) {
  return (
    <section className="overview-empty">
      <h2>No sign-ins in this range</h2>
      <p className="text-muted">
        {OVERVIEW_RANGES[range].label}: none of the four logs holds a sign-in.{" "}
        {range === "1m" ? (
          <>
            An API client with the permission SignInEvents.Write can send them; see{" "}
            <a className="text-link" href="/docs/api">
              how to send sign-ins
            </a>
            .
          </>
        ) : (
          <a className="text-link" href={`/${view.tenant}?range=1m`}>
            Look at the last month
          </a>
        )}
      </p>
    </section>
  );
}
