import { CATEGORIES, CATEGORY_SLUGS, type CategorySlug, CLASSIC_LOG } from "@/lib/model/categories";
import { rememberedParams } from "@/lib/model/filter-memory";
import { countText } from "@/lib/model/log-counts";
import { logQueryHref, paramsForCategory } from "@/lib/model/log-query-href";
import type { LogView } from "./log-view";
import type { TabCounts } from "./read-log";
import { HiddenLogNotice, ViewSwitch } from "./view/view-switch";

/** The logs, and the bar that leaves one of them or brings all four back. */
export function LogTabs({ view, counts }: { view: LogView; counts: TabCounts }) {
  const current = view.category.slug;
  const slugs = view.preferences.classicView
    ? CATEGORY_SLUGS.filter((slug) => slug === CLASSIC_LOG || slug === current)
    : CATEGORY_SLUGS;
  return (
    <>
      <div className="tabs-bar">
        <nav aria-label="Logs" className="tabs">
          {slugs.map((slug) => (
            <a
              aria-current={slug === current ? "page" : undefined}
              className="tab"
              data-soft=""
              href={tabHref(view, slug)}
              key={slug}
            >
              {CATEGORIES[slug].label}
              {counts[slug] && (
                // The tab is called by its log; the count stands in the title of the log itself.
                <span aria-hidden="true" className="tab-count tabular">
                  {countText(counts[slug])}
                </span>
              )}
            </a>
          ))}
        </nav>
        <ViewSwitch classicHref={tabHref(view, CLASSIC_LOG)} view={view} />
      </div>
      {view.preferences.classicView && current !== CLASSIC_LOG && <HiddenLogNotice view={view} />}
    </>
  );
}

/** The range goes along, and between the two user logs the filters too; the others keep their own. */
function tabHref({ path, category, params, preferences, reader, zone, now }: LogView, slug: CategorySlug): string {
  const base = path.slice(0, path.lastIndexOf("/"));
  const own = rememberedParams(slug, preferences.filters, reader, { now, zone: zone.name });
  return logQueryHref(`${base}/${slug}`, paramsForCategory(category.slug, slug, params, own));
}
