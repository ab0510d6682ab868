import { readTheme, type Theme } from "@/lib/web/theme";
import { setTheme } from "./actions";
import { Icon, type IconName } from "./icon";

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const ICONS: Record<Theme, IconName> = { system: "screen", light: "sun", dark: "moon" };
const NAMES: Record<Theme, string> = { system: "as the system", light: "light", dark: "dark" };

/** One button that goes round: as the system, light, dark. A form, so that it works without JavaScript. */
export async function ThemeSwitch() {
  const theme = await readTheme();
  const label = `Theme: ${NAMES[theme]}. Switch to ${NAMES[NEXT[theme]]}`;
  return (
    <form action={setTheme}>
      <button aria-label={label} className="icon-button" name="theme" title={label} type="submit" value={NEXT[theme]}>
        <Icon name={ICONS[theme]} />
      </button>
    </form>
  );
}
