/** What stands around every page of a tenant: top bar, navigation, content. */
import type { ReactNode } from "react";
import { CATEGORIES, CATEGORY_SLUGS, type CategorySlug, CLASSIC_LOG } from "@/lib/model/categories";
import { LICENSE_DEFINITIONS, type License } from "@/lib/model/licenses";
import type { Preferences } from "@/lib/model/preferences";
import { permissionsOfRoles, ROLE_LABELS, type Role } from "@/lib/model/roles";
import { AccountMenu } from "./account-menu";
import { Icon, type IconName } from "./icon";
import { Mark } from "./mark";
import { NavLink } from "./nav-link";
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
}

const LOG_ICONS: Record<CategorySlug, IconName> = {
  interactive: "person",
  "non-interactive": "repeat",
  "service-principal": "gear",
  "managed-identity": "machine",
};

/** Logs of what was done, for those who read logs. */
const ACTIVITY: readonly { page: string; label: string; icon: IconName }[] = [
  { page: "audit", label: "Audit log", icon: "pencil" },
  { page: "provisioning", label: "Provisioning", icon: "people" },
];

const SETTINGS = { page: "settings", label: "Settings", icon: "gear" } as const;

/** Pages for those who manage the tenant. */
const ADMINISTRATION: readonly { page: string; label: string; icon: IconName }[] = [
  { page: "users", label: "Users", icon: "people" },
  { page: "clients", label: "API clients", icon: "key" },
  { page: "settings/provisioning", label: "User provisioning", icon: "repeat" },
  { page: "rejections", label: "Refused records", icon: "inbox" },
  SETTINGS,
];

interface FrameProps {
  session: FrameSession;
  preferences: Preferences;
  children: ReactNode;
}

export function Frame({ session, preferences, children }: FrameProps) {
  const permissions = permissionsOfRoles(session.roles);
  const logs = CATEGORY_SLUGS.filter((slug) => !preferences.classicView || slug === CLASSIC_LOG);
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
        <h2>Sign-ins</h2>
        <ul>
          <li>
            <NavLink href={`/${session.tenantSlug}`} icon={<Icon name="overview" />} label="Overview" />
          </li>
          {logs.map((slug) => (
            <li key={slug}>
              <NavLink
                href={`/${session.tenantSlug}/sign-ins/${slug}`}
                icon={<Icon name={LOG_ICONS[slug]} />}
                label={CATEGORIES[slug].label}
              />
            </li>
          ))}
          {permissions.has("policies:read") && (
            <li>
              <NavLink href={`/${session.tenantSlug}/policies`} icon={<Icon name="lock" />} label="Policies" />
            </li>
          )}
          <li>
            <NavLink href={`/${session.tenantSlug}/exports`} icon={<Icon name="download" />} label="Exports" />
          </li>
        </ul>
        {permissions.has("logs:read") && <Section pages={ACTIVITY} tenant={session.tenantSlug} title="Activity" />}
        {permissions.has("logs:read") && (
          <Section
            pages={permissions.has("tenant:manage") ? ADMINISTRATION : [SETTINGS]}
            tenant={session.tenantSlug}
            title="Administration"
          />
        )}
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

function Section({ title, pages, tenant }: { title: string; pages: typeof ADMINISTRATION; tenant: string }) {
  return (
    <>
      <h2>{title}</h2>
      <ul>
        {pages.map(({ page, label, icon }) => (
          <li key={page}>
            <NavLink href={`/${tenant}/${page}`} icon={<Icon name={icon} />} label={label} />
          </li>
        ))}
      </ul>
    </>
  );
}
