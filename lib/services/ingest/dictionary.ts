/**
 * The names that a batch brings to the tenant's dictionary. The dictionary must never miss a name that occurs in the
 * log, so it is written with the events; a process remembers what it has entered today, or every batch would touch the
 * same rows. Remembered only after the commit.
 */
import type { StoredSignIn } from "@/db/queries/ingest/stored-sign-in";
import type { DayDelta, FacetDelta, NameEntry } from "@/db/queries/ingest/write-rollups";
import { addressSortKey } from "@/lib/model/addresses";
import { DAY_KINDS, FACET_NAME_KIND_BASE, FACETS, NAME_KINDS } from "@/lib/model/facets";
import { utcDay } from "./utc-day";

/** Bounds the memory of a process that serves many tenants: about 40 MB at worst. */
const REMEMBERED_MAX = 200_000;
/** The last day entered, by tenant, kind, key and name. */
const lastDays = new Map<string, string>();

const PRINCIPAL_KINDS = {
  1: NAME_KINDS.user,
  2: NAME_KINDS.user,
  3: NAME_KINDS.servicePrincipal,
  4: NAME_KINDS.managedIdentity,
} as const;

/** The same few things recur in a batch, and finding that out must cost next to nothing: what each key had last. */
class Recent {
  readonly #byKey = new Map<string, { kind: number; name: string | null; day: string }>();

  isNew(kind: number, key: string, name: string | null, day: string): boolean {
    const last = this.#byKey.get(key);
    if (last && last.kind === kind && last.name === name && last.day === day) return false;
    this.#byKey.set(key, { kind, name, day });
    return true;
  }
}

export class NewNames {
  readonly #entries = new Map<string, NameEntry>();
  readonly #principals = new Recent();
  readonly #upns = new Recent();
  readonly #applications = new Recent();
  readonly #resources = new Recent();

  constructor(private readonly tenantId: string) {}

  /** Enters the names of whoever and whatever a stored event names. */
  add({ category, createdAt, columns }: StoredSignIn): void {
    const day = utcDay(createdAt);
    const { principalKey, principalName, principalUpn, applicationKey, resourceKey } = columns;
    const kind = PRINCIPAL_KINDS[category];
    this.#enterOnce(this.#principals, kind, principalKey, principalName, day);
    if (principalUpn) this.#enterOnce(this.#upns, kind, principalKey, principalUpn, day);
    this.#enterOnce(this.#applications, NAME_KINDS.application, applicationKey, columns.applicationName, day);
    this.#enterOnce(this.#resources, NAME_KINDS.resource, resourceKey, columns.resourceName, day);
  }

  #enterOnce(recent: Recent, kind: number, key: string, name: string | null, day: string): void {
    if (recent.isNew(kind, key, name, day)) this.#enter(kind, key, name, day);
  }

  /** Enters addresses and the values of facets, which the batch's differences hold once each. */
  addValues(days: readonly DayDelta[], facets: readonly FacetDelta[]): void {
    for (const { kind, key, day } of days) {
      if (kind === DAY_KINDS.address && key !== "")
        this.#enter(NAME_KINDS.address, key, addressSortKey(key) ?? "", day);
    }
    for (const { field, value, hour } of facets) {
      if (value === "" || field === FACETS.errorCode) continue;
      this.#enter(FACET_NAME_KIND_BASE + field, value, value, utcDay(hour));
    }
  }

  /** Entries to write, in lock order. */
  entries(): NameEntry[] {
    return [...this.#entries.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  }

  /** To be called once the transaction that wrote the entries has committed. */
  remember(): void {
    if (lastDays.size + this.#entries.size > REMEMBERED_MAX) lastDays.clear();
    for (const [lookup, { lastDay }] of this.#entries) lastDays.set(lookup, lastDay);
  }

  /** A thing without a name is entered under its id, so that a search by id finds it too. */
  #enter(kind: number, key: string, name: string | null, day: string): void {
    if (name === null && key.startsWith("~")) return;
    const shown = name ?? key;
    const nameKey = kind === NAME_KINDS.address ? shown : shown.toLowerCase();
    const lookup = `${this.tenantId} ${kind} ${key} ${nameKey}`;
    const lastDay = this.#entries.get(lookup)?.lastDay ?? lastDays.get(lookup);
    if (lastDay !== undefined && lastDay >= day) return;
    this.#entries.set(lookup, { kind, key, nameKey, name: shown, lastDay: day });
  }
}
