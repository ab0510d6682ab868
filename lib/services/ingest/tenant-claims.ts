/**
 * A record may say which directory it comes from. Providers use ids of their own, which mean nothing here; but a record
 * that names another tenant of this installation has been sent to the wrong place and is refused.
 */
import { appDatabase } from "@/db/connections";
import { translateDatabaseError } from "@/db/errors";
import { resolveTenantNames } from "@/db/queries/tenant-names";
import type { TenantScope } from "@/lib/model/scope";

/** Finds, over one run, which names in records mean another tenant. One look-up for each set of unseen names. */
export class TenantClaims {
  readonly #answers = new Map<string, string | null>();

  constructor(private readonly scope: TenantScope) {}

  /** Looks up the names that this run has not met. */
  async learn(names: Iterable<string>): Promise<void> {
    const unknown = [...new Set(names)].filter((name) => !this.#answers.has(name));
    if (unknown.length === 0) return;
    try {
      const found = await resolveTenantNames(appDatabase().db, unknown);
      for (const name of unknown) this.#answers.set(name, found.get(name) ?? null);
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  /** Whether all names have been looked up. */
  knows(names: readonly string[]): boolean {
    return names.every((name) => this.#answers.has(name));
  }

  /** The first of the names that means another tenant, or undefined. All must have been learned. */
  foreign(names: readonly string[]): string | undefined {
    return names.find((name) => {
      const tenantId = this.#answers.get(name);
      return tenantId !== null && tenantId !== undefined && tenantId !== this.scope.tenantId;
    });
  }
}
