/** The keys that sign access tokens: made on first need, kept in the database, shared by all processes. */
import { exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { appDatabase } from "@/db/connections";
import { insertSigningKey, readSigningKeys, type SigningKeyRow } from "@/db/queries/keys";
import { seal, unseal } from "@/lib/access/sealed";

export const SIGNING_ALGORITHM = "RS256";
/** A retired key is still believed until the last token that it signed has expired. */
const RETIRED_KEY_BELIEVED_MS = 3_600_000;
/** Other processes may have made a key meanwhile. */
const REREAD_AFTER_MS = 60_000;
/** A token with an unknown key id makes us look again, but not at every request. */
const REREAD_UNKNOWN_AFTER_MS = 2_000;

type Key = Awaited<ReturnType<typeof importJWK>>;

export interface SigningKey {
  kid: string;
  publicJwk: JWK;
  publicKey: Key;
  privateKey: Key;
  retiredAt: Date | null;
}

let known: { keys: SigningKey[]; readAt: number } | undefined;

/** The key to sign with: the oldest that is not retired, made now when there is none. @throws UnavailableError */
export async function currentSigningKey(now: Date): Promise<SigningKey> {
  const usable = (keys: SigningKey[]) => keys.find((key) => key.retiredAt === null);
  const current = usable(await keysAsOf(now, REREAD_AFTER_MS));
  if (current) return current;
  // A second round is needed only where another process took the id for a key that this one cannot read.
  for (let round = 0; round < 3; round++) {
    await makeKey(now);
    const made = usable(await keysAsOf(now, 0));
    if (made) return made;
  }
  throw new Error("No signing key can be read: do all processes have the same AUTH_SECRET?");
}

/** The keys whose signatures are believed. @throws UnavailableError when the database is away. */
export async function believedKeys(now: Date): Promise<SigningKey[]> {
  const keys = await keysAsOf(now, REREAD_AFTER_MS);
  return keys.filter((key) => isBelieved(key, now));
}

/** The believed key with this id. @throws UnavailableError when the database is away. */
export async function findBelievedKey(kid: string, now: Date): Promise<SigningKey | undefined> {
  const byId = (keys: SigningKey[]) => keys.find((key) => key.kid === kid && isBelieved(key, now));
  return byId(await keysAsOf(now, REREAD_AFTER_MS)) ?? byId(await keysAsOf(now, REREAD_UNKNOWN_AFTER_MS));
}

function isBelieved({ retiredAt }: SigningKey, now: Date): boolean {
  return retiredAt === null || now.getTime() - retiredAt.getTime() < RETIRED_KEY_BELIEVED_MS;
}

async function keysAsOf(now: Date, notOlderThanMs: number): Promise<SigningKey[]> {
  if (known && Math.abs(now.getTime() - known.readAt) < notOlderThanMs) return known.keys;
  const rows = await readSigningKeys(appDatabase().db);
  const keys = await Promise.all(rows.map(openKey));
  known = { keys: keys.filter((key) => key !== undefined), readAt: now.getTime() };
  return known.keys;
}

/** Its id is the next number, so of several processes that make the first key at once exactly one succeeds. */
async function makeKey(now: Date): Promise<void> {
  const { db } = appDatabase();
  const keyId = `signbook-${(await readSigningKeys(db)).length + 1}`;
  const pair = await generateKeyPair(SIGNING_ALGORITHM, { modulusLength: 2048, extractable: true });
  const described = { kid: keyId, use: "sig", alg: SIGNING_ALGORITHM };
  const publicJwk = JSON.stringify({ ...(await exportJWK(pair.publicKey)), ...described });
  const privateJwk = JSON.stringify({ ...(await exportJWK(pair.privateKey)), ...described });
  await insertSigningKey(db, {
    keyId,
    publicJwk,
    privateJwkEncrypted: seal("signing-keys", privateJwk, keyId),
    createdAt: now,
  });
}

/** Undefined for a key that was encrypted under another AUTH_SECRET: neither it nor its tokens count any more. */
async function openKey(row: SigningKeyRow): Promise<SigningKey | undefined> {
  const privateJwk = unseal("signing-keys", row.privateJwkEncrypted, row.keyId);
  if (privateJwk === undefined) return undefined;
  const publicJwk: JWK = JSON.parse(row.publicJwk);
  return {
    kid: row.keyId,
    publicJwk,
    publicKey: await importJWK(publicJwk, SIGNING_ALGORITHM),
    privateKey: await importJWK(JSON.parse(privateJwk), SIGNING_ALGORITHM),
    retiredAt: row.retiredAt,
  };
}
