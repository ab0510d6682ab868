/**
 * The names that a batch brings to the tenant's dictionary. The dictionary must never miss a name that occurs in the
 * log, so it is written with the events; a process remembers what it has entered today, or every batch would touch the
 * same rows. Remembered only after the commit.
 */
import type { StoredSignIn } from "@/db/queries/ingest/stored-sign-in";
import type { DayDelta, FacetDelta, NameEntry } from "@/db/queries/ingest/write-rollups";
import { addressSortKey } from "@/lib/model/addresses";
import { DAY_KINDS, FACET_NAME_KIND_BASE, FACETS, NAME_KINDS, POLICY_FACET } from "@/lib/model/facets";
import { policyOfNumber } from "@/lib/model/policy-results";
import { DAY_MS } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { policyNumbers, weighedPolicies } from "@/lib/records/policies";
import { utcDay } from "./utc-day";

/** Bounds the memory of a process that serves many tenants: about 40 MB at worst. */
const REMEMBERED_MAX = 200_000;
/**
 * Retention takes a name out once it is unseen for longer than the license keeps. No later event can name it without
 * moving its day, unless the license has become longer: so what was entered under another license is not believed. Nor
 * is what was entered so long ago that the license may have gone and come back: a downgrade deletes nothing for longer.
 */
const BELIEVED_FOR_MS = DAY_MS;
/** The last day entered, by tenant, license, kind, key and name. */
const lastDays = new Map<string, string>();
let rememberedSince = performance.now();

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
  readonly #userAgents = new Recent();
  readonly #devices = new Recent();
  /** Policies whose names were looked at, with the last day. */
  readonly #marks = new Map<string, string>();
  /** Lists of policies seen in this batch, by day: nearly all events have one of a few. */
  readonly #policies = new Set<string>();

  readonly #of: string;

  constructor({ tenantId, license }: Pick<TenantScope, "tenantId" | "license">) {
    this.#of = `${tenantId} ${license}`;
    if (performance.now() - rememberedSince < BELIEVED_FOR_MS) return;
    lastDays.clear();
    rememberedSince = performance.now();
  }

  /**
   * Enters the names of whoever and whatever a stored event names.
   * @param rest the JSON text beside the columns: policies have their names there.
   */
  add({ category, createdAt, columns }: StoredSignIn, rest: string | Buffer): void {
    const day = utcDay(createdAt);
    const { principalKey, principalName, principalUpn, applicationKey, resourceKey } = columns;
    const kind = PRINCIPAL_KINDS[category];
    this.#enterOnce(this.#principals, kind, principalKey, principalName, day);
    if (principalUpn) this.#enterOnce(this.#upns, kind, principalKey, principalUpn, day);
    this.#enterOnce(this.#applications, NAME_KINDS.application, applicationKey, columns.applicationName, day);
    this.#enterOnce(this.#resources, NAME_KINDS.resource, resourceKey, columns.resourceName, day);
    if (columns.userAgent) this.#enterOnce(this.#userAgents, NAME_KINDS.userAgent, columns.userAgent, null, day);
    if (columns.deviceId) this.#enterOnce(this.#devices, NAME_KINDS.device, columns.deviceId, null, day);
    if (columns.policies) this.#enterPolicies(columns.policies, rest, day);
  }

  /** Reading the record's JSON again is dear, so a policy's name is looked at once a day (and process). */
  #enterPolicies(policies: string, rest: string | Buffer, day: string): void {
    const list = `${day} ${policies}`;
    if (this.#policies.has(list)) return;
    this.#policies.add(list);
    const known = (number: string) => this.#isEntered(`${NAME_KINDS.policy} ${policyOfNumber(number)} `, day);
    if (policyNumbers(policies).every(known)) return;
    for (const { number, id, name } of weighedPolicies(JSON.parse(rest.toString()) as JsonObject)) {
      const policy = policyOfNumber(number);
      for (const text of [name, id]) if (text !== null) this.#enter(NAME_KINDS.policy, policy, text, day);
      // What is looked up by: an entry without a name, never written.
      this.#markEntered(`${NAME_KINDS.policy} ${policy} `, day);
    }
  }

  #isEntered(mark: string, day: string): boolean {
    const lookup = `${this.#of} ${mark}`;
    const last = this.#marks.get(lookup) ?? lastDays.get(lookup);
    return last !== undefined && last >= day;
  }

  #markEntered(mark: string, day: string): void {
    this.#marks.set(`${this.#of} ${mark}`, day);
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
      if (value === "" || field === FACETS.errorCode || field === POLICY_FACET) continue;
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
    for (const [lookup, day] of this.#marks) lastDays.set(lookup, day);
  }

  /** A thing without a name is entered under its id, so that a search by id finds it too. */
  #enter(kind: number, key: string, name: string | null, day: string): void {
    if (name === null && key.startsWith("~")) return;
    const shown = name ?? key;
    const nameKey = kind === NAME_KINDS.address ? shown : shown.toLowerCase();
    const lookup = `${this.#of} ${kind} ${key} ${nameKey}`;
    const lastDay = this.#entries.get(lookup)?.lastDay ?? lastDays.get(lookup);
    if (lastDay !== undefined && lastDay >= day) return;
    this.#entries.set(lookup, { kind, key, nameKey, name: shown, lastDay: day });
  }
}
