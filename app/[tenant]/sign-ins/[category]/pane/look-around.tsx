import { Icon } from "@/app/_components/icon";
import { CATEGORIES } from "@/lib/model/categories";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import type { LogView } from "../log-view";
import { pivotsOf } from "./pivots";

/** Links to what else happened around this sign-in, in the four logs. */
export function LookAround({ view, detail }: { view: LogView; detail: SignInDetail }) {
  const pivots = pivotsOf(view, detail);
  if (pivots.length === 0) return null;
  return (
    <details className="look-around">
      <summary>
        <Icon name="chevronRight" />
        Look around: same {pivots.map(({ label }) => label.replace("Same ", "")).join(", ")}
      </summary>
      <dl className="facts">
        {pivots.map(({ label, span, links }) => (
          <div key={label}>
            <dt>
              {label}
              <small className="block text-faint text-xs">{span}</small>
            </dt>
            <dd className="pivot-links">
              {links.map(({ category, href }) => (
                <a
                  aria-label={`${label}: ${CATEGORIES[category].label}`}
                  className="text-link"
                  data-soft=""
                  href={href}
                  key={category}
                >
                  {CATEGORIES[category].label}
                </a>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
