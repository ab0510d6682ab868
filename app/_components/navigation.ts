/** What the side navigation offers: nothing that would refuse whoever opens it. */
import { CATEGORIES, CATEGORY_SLUGS, type CategorySlug, CLASSIC_LOG } from "@/lib/model/categories";
import type { Preferences } from "@/lib/model/preferences";
import { permissionsOfRoles, type Role } from "@/lib/model/roles";
import type { IconName } from "./icon";

interface NavSection {
  title: string;
  links: readonly { href: string; label: string; icon: IconName }[];
}

const LOG_ICONS: Record<CategorySlug, IconName> = {
  interactive: "person",
  "non-interactive": "repeat",
  "service-principal": "gear",
  "managed-identity": "machine",
};

/** For whoever reads no log but their own. */
const OWN: NavSection = {
  title: "Yours",
  links: [
    { href: "/my-sign-ins", label: "My sign-ins", icon: "clock" },
    { href: "/my-account", label: "My account", icon: "lock" },
  ],
};

interface Navigator {
  tenantSlug: string;
  roles: readonly Role[];
  preferences: Pick<Preferences, "classicView">;
}

export function navigationOf({ tenantSlug, roles, preferences: { classicView } }: Navigator): NavSection[] {
  const permissions = permissionsOfRoles(roles);
  if (!permissions.has("logs:read")) return [OWN];
  const to = (page: string, label: string, icon: IconName) => ({ href: `/${tenantSlug}/${page}`, label, icon });
  const logs = CATEGORY_SLUGS.filter((slug) => !classicView || slug === CLASSIC_LOG);
  const managing = [
    to("users", "Users", "people"),
    to("clients", "API clients", "key"),
    to("settings/provisioning", "User provisioning", "repeat"),
    to("rejections", "Refused records", "inbox"),
  ];
  return [
    {
      title: "Sign-ins",
      links: [
        { href: `/${tenantSlug}`, label: "Overview", icon: "overview" },
        ...logs.map((slug) => to(`sign-ins/${slug}`, CATEGORIES[slug].label, LOG_ICONS[slug])),
        ...(permissions.has("policies:read") ? [to("policies", "Policies", "lock")] : []),
        to("exports", "Exports", "download"),
      ],
    },
    { title: "Activity", links: [to("audit", "Audit log", "pencil"), to("provisioning", "Provisioning", "people")] },
    {
      title: "Administration",
      links: [...(permissions.has("tenant:manage") ? managing : []), to("settings", "Settings", "gear")],
    },
  ];
}
