import { CATEGORIES, CATEGORY_SLUGS } from "@/lib/model/categories";
import { type License, licenseHasFeature } from "@/lib/model/licenses";
import { logQueryHref } from "@/lib/model/log-query-href";
import { permissionsOfRoles, type Role } from "@/lib/model/roles";

/** Whoever is signed in; whether they may read logs is seen here, and decided by the logs themselves. */
export interface LogReader {
  tenantSlug: string;
  tenantName: string;
  license: License;
  roles: readonly Role[];
}

/** From the meaning of a code to the sign-ins that ended with it. */
export function OwnLogs({ code, reader }: { code: number; reader: LogReader }) {
  if (!permissionsOfRoles(reader.roles).has("logs:read") || !licenseHasFeature(reader.license, "signInLogs"))
    return null;
  return (
    <section aria-labelledby="own-logs" className="grid gap-2">
      <h2 id="own-logs">In the logs of {reader.tenantName}</h2>
      <p className="text-muted">The sign-ins of the last 7 days that ended with this code:</p>
      <ul className="flex flex-wrap gap-2">
        {CATEGORY_SLUGS.map((slug) => (
          <li key={slug}>
            <a className="button" href={logHref(reader.tenantSlug, slug, code)}>
              {CATEGORIES[slug].label}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function logHref(tenant: string, slug: string, code: number): string {
  const params = new URLSearchParams({ range: "7d", errorCode: String(code) });
  return logQueryHref(`/${tenant}/sign-ins/${slug}`, params);
}
