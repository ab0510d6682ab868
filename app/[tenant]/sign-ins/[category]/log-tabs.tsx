import { CATEGORIES, CATEGORY_SLUGS } from "@/lib/model/categories";
import { logQueryHref, paramsForCategory } from "@/lib/model/log-query-href";
import type { LogView } from "./log-view";

/** The four logs. The range goes along, and between the two user logs the filters too. */
export function LogTabs({ view }: { view: LogView }) {
  const base = view.path.slice(0, view.path.lastIndexOf("/"));
  return (
    <nav aria-label="Logs" className="tabs">
      {CATEGORY_SLUGS.map((slug) => (
        <a
          aria-current={slug === view.category.slug ? "page" : undefined}
          className="tab"
          data-soft=""
          href={logQueryHref(`${base}/${slug}`, paramsForCategory(view.category.slug, slug, view.params))}
          key={slug}
        >
          {CATEGORIES[slug].label}
        </a>
      ))}
    </nav>
  );
}
