import { shareText } from "@/lib/model/format-number";
import type { Overview } from "@/lib/model/overview";
import { Figure } from "./figure";
import { logHref, type OverviewView } from "./links";

/** How many of the successful interactive sign-ins had to give a second factor. */
export function SecondFactor({ view, overview }: { view: OverviewView; overview: Overview }) {
  const { multi, single, all } = overview.secondFactor;
  const { interval } = overview;
  return (
    <section className="overview-card" data-subject="second-factor">
      <header className="overview-card-head">
        <h3>Second factor</h3>
      </header>
      <p className="overview-number tabular">{shareText(multi, all)}</p>
      <svg aria-hidden="true" className="share-bar" preserveAspectRatio="none" viewBox="0 0 100 6">
        <rect className="share-all" height="6" width="100" x="0" y="0" />
        <rect className="share-part" height="6" width={all === 0 ? 0 : (multi / all) * 100} x="0" y="0" />
      </svg>
      {all === 0 ? (
        <p className="text-muted text-sm">No successful interactive sign-in in this range.</p>
      ) : (
        <p className="text-sm">
          <Figure
            href={logHref(view, "interactive", interval, { status: "success", authenticationRequirement: "multi" })}
            label="successful interactive sign-ins that required a second factor"
            n={multi}
          />{" "}
          <span className="text-muted">of</span>{" "}
          <Figure
            href={logHref(view, "interactive", interval, { status: "success" })}
            label="successful interactive sign-ins"
            n={all}
          />{" "}
          <span className="text-muted">successful interactive sign-ins required more than one factor;</span>{" "}
          <Figure
            href={logHref(
              view,
              "interactive",
              interval,
              { status: "success", authenticationRequirement: "single" },
              "application",
            )}
            label="successful interactive sign-ins with one factor only, by application"
            n={single}
          />{" "}
          <span className="text-muted">only one.</span>
        </p>
      )}
    </section>
  );
}
