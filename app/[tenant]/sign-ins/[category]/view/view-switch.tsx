/** Between the view of all four logs and the classic one, which has the interactive log alone. */
import { Icon } from "@/app/_components/icon";
import { CATEGORIES, CLASSIC_LOG } from "@/lib/model/categories";
import { type LogView, tenantOf } from "../log-view";
import { chooseView } from "./actions";

/** @param classicHref the address that the classic view leads to. */
export function ViewSwitch({ view, classicHref }: { view: LogView; classicHref: string }) {
  const classic = view.preferences.classicView === true;
  const leaves = !classic && view.category.slug !== CLASSIC_LOG;
  return (
    <form action={chooseView} className="view-switch">
      <input name="tenant" type="hidden" value={tenantOf(view)} />
      {leaves && <input name="back" type="hidden" value={classicHref} />}
      {classic && <span>Classic view: three logs are hidden</span>}
      <button
        className="button button-quiet"
        name="view"
        title={classic ? undefined : "Shows the interactive log only. Downloads and the API stay as they are."}
        type="submit"
        value={classic ? "four" : "classic"}
      >
        {classic ? "Show all four logs" : "Classic view"}
      </button>
    </form>
  );
}

export function HiddenLogNotice({ view }: { view: LogView }) {
  return (
    <p className="notice">
      <Icon className="text-muted" name="clock" />
      Your classic view hides the {CATEGORIES[view.category.slug].label.toLowerCase()} log. It is open because a link
      led here; it goes from the tabs when you return to {CATEGORIES[CLASSIC_LOG].label.toLowerCase()} sign-ins.
    </p>
  );
}
