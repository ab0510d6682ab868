/** What stands around every page of a tenant: top bar, navigation, content. */
import { Fragment, type ReactNode } from "react";
import { LICENSE_DEFINITIONS, type License } from "@/lib/model/licenses";
import type { Preferences } from "@/lib/model/preferences";
import { permissionsOfRoles, ROLE_LABELS, type Role } from "@/lib/model/roles";
import { AccountMenu } from "./account-menu";
import { Icon } from "./icon";
import { Mark } from "./mark";
import { NavLink } from "./nav-link";
import { navigationOf } from "./navigation";
import { SearchBox } from "./search/search-box";
import { ThemeSwitch } from "./theme-switch";

/** What the frame shows of the session; never of the tenant in the address, which may be somebody else's. */
export interface FrameSession {
  displayName: string;
  upn: string;
  tenantSlug: string;
  tenantName: string;
  brandName: string | null;
  license: License;
  roles: readonly Role[];
  preferences: Preferences;
}

interface FrameProps {
  session: FrameSession;
  children: ReactNode;
}

export function Frame({ session, children }: FrameProps) {
  const permissions = permissionsOfRoles(session.roles);
  return (
    <div className="frame">
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <header className="top-bar">
        <a aria-label="Signbook, home" className="flex items-center gap-2.5 no-underline" href="/">
          <Mark />
          <span className="font-semibold tracking-tight max-[480px]:hidden">Signbook</span>
        </a>
        <span aria-hidden="true" className="h-5 w-px bg-line-strong" />
        <span className="truncate font-medium">{session.brandName ?? session.tenantName}</span>
        <span className="badge">{LICENSE_DEFINITIONS[session.license].label}</span>
        {permissions.has("logs:read") && <Search tenant={session.tenantSlug} />}
        <span className="flex items-center gap-1 top-bar-end">
          <ThemeSwitch />
          <AccountMenu
            displayName={session.displayName}
            roles={session.roles.map((role) => ROLE_LABELS[role])}
            upn={session.upn}
          />
        </span>
      </header>
      <nav aria-label="Main" className="side-nav">
        {navigationOf(session).map(({ title, links }) => (
          <Fragment key={title}>
            <h2>{title}</h2>
            <ul>
              {links.map(({ href, label, icon }) => (
                <li key={href}>
                  <NavLink href={href} icon={<Icon name={icon} />} label={label} />
                </li>
              ))}
            </ul>
          </Fragment>
        ))}
      </nav>
      <main className="main" id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

/** A field where there is room for one, else the way to the page that has it. */
function Search({ tenant }: { tenant: string }) {
  return (
    <>
      <SearchBox tenant={tenant} />
      <a aria-label="Search" className="icon-button top-search-link" data-search-page="" href={`/${tenant}/search`}>
        <Icon name="search" />
      </a>
    </>
  );
}
