import { signOutAction } from "./actions";
import { Icon } from "./icon";

interface Account {
  displayName: string;
  upn: string;
  roles: readonly string[];
}

export function AccountMenu({ displayName, upn, roles }: Account) {
  return (
    <details className="menu">
      <summary className="flex items-center gap-1 rounded-md p-1 hover:bg-hover" title={displayName}>
        <span className="sr-only">Account of {displayName}</span>
        <span aria-hidden="true" className="avatar">
          {initials(displayName)}
        </span>
        <Icon className="text-faint" name="chevronDown" />
      </summary>
      <div>
        <p className="wrap-anywhere px-2 pt-1.5 font-medium">{displayName}</p>
        <p className="wrap-anywhere px-2 text-xs text-muted">{upn}</p>
        <p className="px-2 pt-1 pb-2 text-xs text-muted">{roles.length > 0 ? roles.join(", ") : "No role"}</p>
        <div className="border-line border-t py-1.5">
          <a className="menu-item" href="/my-sign-ins">
            <Icon className="text-muted" name="clock" />
            My sign-ins
          </a>
          <a className="menu-item" href="/my-account">
            <Icon className="text-muted" name="lock" />
            My account
          </a>
        </div>
        <form action={signOutAction} className="border-line border-t pt-1.5">
          <button className="menu-item" type="submit">
            <Icon className="text-muted" name="signOut" />
            Sign out
          </button>
        </form>
      </div>
    </details>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? "");
  return letters.join("").toUpperCase() || "?";
}
