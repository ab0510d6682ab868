/** How many different users, applications and services signed in during a week, beside the week before. */
import { CATEGORIES, CATEGORY_SLUGS } from "@/lib/model/categories";
import { formatCount } from "@/lib/model/format-number";
import type { ActiveCount, Overview } from "@/lib/model/overview";
import { zoned } from "@/lib/web/zoned";
import { Figure } from "./figure";
import { logHref, type OverviewView } from "./links";

const SUBJECTS = {
  users: { title: "Users", noun: "users" },
  applications: { title: "Applications", noun: "applications that users signed in to" },
  services: { title: "Services", noun: "service principals and managed identities" },
} as const;

export function Week({ view, week }: { view: OverviewView; week: Overview["week"] }) {
  return (
    <section aria-labelledby="overview-week" className="overview-section">
      <div>
        <h2 id="overview-week">Who signed in over a week</h2>
        <p className="text-muted text-sm">
          Different ones with at least one successful sign-in in the last 7 × 24 hours, since{" "}
          {zoned(week.from, view.zone)}, beside the 7 × 24 hours before.
        </p>
      </div>
      <div className="overview-grid" data-columns="3">
        {(Object.keys(SUBJECTS) as (keyof typeof SUBJECTS)[]).map((subject) => (
          <section className="overview-card" data-subject={subject} key={subject}>
            <header className="overview-card-head">
              <h3>{SUBJECTS[subject].title}</h3>
            </header>
            <p className="overview-number tabular">{formatCount(week[subject].now)}</p>
            <p className="text-muted text-sm">{changeText(week[subject])}</p>
            <ul className="overview-logs">
              {CATEGORY_SLUGS.filter((log) => week[subject].byLog[log]).map((log) => (
                <li key={log}>
                  <span className="text-muted">{CATEGORIES[log].label}</span>{" "}
                  <Figure
                    href={logHref(view, log, week, { status: "success" })}
                    label={`${SUBJECTS[subject].noun}, ${CATEGORIES[log].label}`}
                    n={week[subject].byLog[log] ?? 0}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}

function changeText({ now, before }: ActiveCount): string {
  if (before === null) return "Not enough history to compare: that takes 14 days.";
  if (now === before) return `As many as in the week before`;
  const difference = formatCount(Math.abs(now - before));
  return `${difference} ${now > before ? "more" : "fewer"} than in the week before (${formatCount(before)})`;
}
