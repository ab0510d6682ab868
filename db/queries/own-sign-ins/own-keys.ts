/** Under which keys a person's own sign-ins are stored, and the condition that a sign-in is theirs. */
import { and, eq, gte, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signInNames, signIns, users } from "@/db/schema";
import { NAME_KINDS } from "@/lib/model/facets";
import { isAnyOf } from "../sign-ins/presence";

/** What links an account to sign-ins. */
export interface OwnAccount {
  userId: string;
  /** Lower-cased. */
  objectId: string | null;
  /** Lower-cased. */
  upn: string;
  /** The tenant's verified domain: only under it does a name say whose a sign-in is. */
  domain: string;
  /** A name that was somebody else's before brings none of their sign-ins. */
  createdAt: Date;
}

export interface OwnKeys {
  /** The account's id, in the letter cases that records carry it in. */
  linked: readonly string[];
  /** Keys under which the account's name occurs: own only together with it, and from the account's creation on. */
  named: readonly string[];
  upn: string;
  since: Date;
}

/** The dictionary names the keys, so that every look-up of sign-ins goes by an index on keys. */
export async function findOwnKeys(tenant: TenantTransaction, account: OwnAccount): Promise<OwnKeys> {
  const { userId, objectId, upn, domain, createdAt } = account;
  const known = await keysNamed(tenant, upn);
  const given = objectId
    ? [objectId, objectId.toUpperCase(), ...known.filter((key) => key.toLowerCase() === objectId)]
    : [];
  // Signbook's own sign-ins of the time before the account was linked carry the account's id.
  const linked = [userId, ...given];
  // An account that has an id owns what carries another id never, and what carries none by its name.
  const candidates = objectId ? [`~${upn}`] : [`~${upn}`, ...(await withoutOthers(tenant, account, known))];
  const named = upn.endsWith(`@${domain}`) ? candidates : [];
  return { linked: [...new Set(linked)], named: [...new Set(named)], upn, since: createdAt };
}

async function keysNamed({ tx, tenantId }: TenantTransaction, upn: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ key: signInNames.key })
    .from(signInNames)
    .where(
      and(eq(signInNames.tenantId, tenantId), eq(signInNames.kind, NAME_KINDS.user), eq(signInNames.nameKey, upn)),
    );
  return rows.map(({ key }) => key);
}

/** Without the ids that another account is linked by. */
async function withoutOthers(
  { tx, tenantId }: TenantTransaction,
  { userId }: OwnAccount,
  keys: readonly string[],
): Promise<string[]> {
  if (keys.length === 0) return [];
  const ids = keys.map((key) => key.toLowerCase());
  const others = await tx
    .select({ objectId: users.objectId })
    .from(users)
    .where(and(eq(users.tenantId, tenantId), inArray(users.objectId, ids), ne(users.userId, userId)));
  const taken = new Set(others.map(({ objectId }) => objectId));
  return keys.filter((key) => !taken.has(key.toLowerCase()));
}

export function allKeysOf({ linked, named }: OwnKeys): string[] {
  return [...linked, ...named];
}

/** True of the account's own sign-ins. */
export function isOwn(keys: OwnKeys): SQL {
  const key = sql`${signIns.principalKey}`;
  return and(
    isAnyOf(key, allKeysOf(keys)),
    or(
      isAnyOf(key, keys.linked),
      and(eq(signIns.principalUpn, keys.upn), gte(signIns.createdAt, wholeSecondAfter(keys.since))),
    ),
  ) as SQL;
}

/** Events are stored by the second: one of the second in which the account was made may be older than it. */
function wholeSecondAfter(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / 1000) * 1000);
}
