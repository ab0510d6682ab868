/** Tenant slugs: the first word of a tenant's addresses, so it must never mean anything else there. */

const SLUG = /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/;

/** With and without dashes: both are read as an id elsewhere, and an id always wins over a slug. */
const UUID_SHAPED = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/;

/** First words of the product's own addresses, and those that client libraries use in place of a tenant. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set([
  "admin",
  "api",
  "assets",
  "beta",
  "common",
  "consumers",
  "docs",
  "error",
  "favicon",
  "healthz",
  "help",
  "ingest",
  "metrics",
  "my-account",
  "my-sign-ins",
  "next",
  "oauth2",
  "organizations",
  "public",
  "readyz",
  "robots",
  "scim",
  "sign-in",
  "sign-out",
  "sitemap",
  "static",
  "v1",
]);

/** What is wrong with a slug, as one sentence; undefined when a tenant may have it. */
export function slugProblem(slug: string): string | undefined {
  if (!SLUG.test(slug)) {
    return "A slug has 3 to 40 characters: lower-case letters, digits and dashes, first a letter, last no dash.";
  }
  if (UUID_SHAPED.test(slug)) return "A slug must not look like an id.";
  if (RESERVED_SLUGS.has(slug)) return `The word ${slug} is taken by an address of the product.`;
  return undefined;
}
