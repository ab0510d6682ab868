import { Icon } from "@/app/_components/icon";
import { type LogView, tenantOf } from "../log-view";
import { chooseDensity } from "./actions";

/** One button that goes between low and high rows. A form, so that it works without JavaScript. */
export function DensitySwitch({ view }: { view: Pick<LogView, "path" | "preferences"> }) {
  const comfortable = view.preferences.density === "comfortable";
  const label = comfortable ? "Rows: comfortable. Switch to compact" : "Rows: compact. Switch to comfortable";
  return (
    <form action={chooseDensity}>
      <input name="tenant" type="hidden" value={tenantOf(view)} />
      <button
        aria-label={label}
        className="icon-button"
        name="density"
        title={label}
        type="submit"
        value={comfortable ? "compact" : "comfortable"}
      >
        <Icon name={comfortable ? "rowsComfortable" : "rowsCompact"} />
      </button>
    </form>
  );
}
