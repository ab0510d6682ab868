import { LogLinks } from "@/app/_components/log-links";
import { CATEGORY_SLUGS } from "@/lib/model/categories";
import type { Overview } from "@/lib/model/overview";
import { logHref, type OverviewView } from "./links";

/** To the logs that legacy clients occur in, broken down by what they were used for. */
export function LegacyApplications({ view, overview }: { view: OverviewView; overview: Overview }) {
  const { legacyClients, interval } = overview;
  const links = CATEGORY_SLUGS.filter((log) => legacyClients.some(({ byLog }) => byLog[log])).flatMap((log) => {
    const href = logHref(view, log, interval, { clientApp: "legacy" }, "application");
    return href ? [{ log, href }] : [];
  });
  if (links.length === 0) return null;
  return (
    <p className="text-muted text-sm" data-subject="legacy-applications">
      For which applications: <LogLinks links={links} />
    </p>
  );
}
