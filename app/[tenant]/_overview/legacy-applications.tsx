import { CATEGORIES, CATEGORY_SLUGS } from "@/lib/model/categories";
import type { Overview } from "@/lib/model/overview";
import { logHref, type OverviewView } from "./links";

/** To the logs that legacy clients occur in, broken down by what they were used for. */
export function LegacyApplications({ view, overview }: { view: OverviewView; overview: Overview }) {
  const { legacyClients, interval } = overview;
  const logs = CATEGORY_SLUGS.filter((log) => legacyClients.some(({ byLog }) => byLog[log]));
  if (logs.length === 0) return null;
  return (
    <p className="text-muted text-sm" data-subject="legacy-applications">
      For which applications:{" "}
      {logs.map((log, index) => (
        <span key={log}>
          {index > 0 && ", "}
          <a
            className="text-link"
            href={logHref(view, log, interval, { clientApp: "legacy" }, "application") ?? undefined}
          >
            {CATEGORIES[log].label}
          </a>
        </span>
      ))}
    </p>
  );
}
