/** Hashing of passwords with argon2id, bounded per process. */
import { hash, type Options, verify } from "@node-rs/argon2";
import { randomSecret } from "@/lib/access/secrets";
import { passwordHashes } from "@/lib/metrics";
import { HashingSlots } from "./hashing-slots";

/** OWASP's first choice for argon2id, the algorithm that the library uses unless told otherwise. */
const PARAMETERS: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Longer input is no password but an attempt to keep us busy. */
export const PASSWORD_MAX_LENGTH = 256;
export const PASSWORD_MIN_LENGTH = 12;

const slots = new HashingSlots(4, 200);

/** The same password typed on another keyboard may arrive in another Unicode form. */
function prepared(password: string): string {
  return password.normalize("NFC");
}

/** The encoded hash of a password, to be stored. @throws TooManyRequestsError when too many wait to hash. */
export function hashPassword(password: string): Promise<string> {
  return slots.run(() => hash(prepared(password), PARAMETERS));
}

let hashOfNothing: Promise<string> | undefined;

/** A hash that no password fits, made with the same parameters as real ones so that checking it takes as long. */
function dummyHash(): Promise<string> {
  hashOfNothing ??= hash(randomSecret(), PARAMETERS);
  return hashOfNothing;
}

/**
 * Whether a password fits a stored hash. Without a stored hash the answer is false and takes as long.
 * @throws TooManyRequestsError when too many wait to hash.
 */
export function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  return slots.run(async () => {
    passwordHashes.inc();
    const fits = await verify(storedHash ?? (await dummyHash()), prepared(password));
    return storedHash !== null && fits;
  });
}
