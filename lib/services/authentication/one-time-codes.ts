/** One-time codes by time (TOTP, RFC 6238), as every authenticator app makes them, and recovery codes. */
import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { TenantTransaction } from "@/db/client";
import { readSecondFactor, type SecondFactorRow, takeRecoveryCode, takeStep } from "@/db/queries/second-factors";
import { seal, unseal } from "@/lib/access/sealed";
import { hashSecret } from "@/lib/access/secrets";

const PERIOD_SECONDS = 30;
/** Clocks of phones are off, and people type slowly: the code before and the one after are taken too. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
/** 80 bits: beyond guessing, whatever hash they are stored as. */
const RECOVERY_CODE_BYTES = 10;

/** A fresh secret, sealed for the user's row. */
export function newSealedSecret(userId: string): Buffer {
  return seal("second-factor", new Secret({ size: 20 }).base32, userId);
}

function openTotp({ userId, secretEncrypted }: SecondFactorRow, label: string): TOTP | undefined {
  const secret = unseal("second-factor", secretEncrypted, userId);
  return secret === undefined
    ? undefined
    : new TOTP({ issuer: "Signbook", label, secret: Secret.fromBase32(secret), period: PERIOD_SECONDS });
}

/** Recognises one offer of a secret among those before and after it; told to none but who began it. */
export function markOfOffer({ secretEncrypted }: Pick<SecondFactorRow, "secretEncrypted">): string {
  return hashSecret(secretEncrypted.toString("base64url")).toString("base64url");
}

export interface Enrolment {
  /** For apps that cannot read the picture. */
  secret: string;
  /** What the picture says. */
  uri: string;
}

/** What an authenticator app needs; undefined when the secret was sealed under another AUTH_SECRET. */
export function enrolmentOf(factor: SecondFactorRow, upn: string): Enrolment | undefined {
  const totp = openTotp(factor, upn);
  return totp && { secret: totp.secret.base32, uri: totp.toString() };
}

export type CodeMethod = "OATH verification code" | "Recovery code";

export interface CodeCheck {
  accepted: boolean;
  method: CodeMethod;
}

/** Checks a code and uses it up: no code, and none before it, is taken twice, however many requests bring it at once. */
export async function spendCode(
  tenant: TenantTransaction,
  userId: string,
  code: string,
  now: Date,
): Promise<CodeCheck> {
  const typed = code.replace(/[\s-]/g, "").toLowerCase();
  if (!/^\d{6}$/.test(typed)) {
    return { accepted: await takeRecoveryCode(tenant, userId, hashSecret(typed)), method: "Recovery code" };
  }
  const factor = await readSecondFactor(tenant, userId);
  return {
    accepted: factor !== undefined && (await spendTotp(tenant, factor, typed, now)),
    method: "OATH verification code",
  };
}

/** The same for the code of an authenticator app alone. */
export async function spendTotp(
  tenant: TenantTransaction,
  factor: SecondFactorRow,
  code: string,
  now: Date,
): Promise<boolean> {
  const token = code.replace(/\s/g, "");
  const delta = openTotp(factor, "")?.validate({ token, window: WINDOW, timestamp: now.getTime() }) ?? null;
  if (delta === null) return false;
  const step = Math.floor(now.getTime() / (PERIOD_SECONDS * 1000)) + delta;
  return takeStep(tenant, factor.userId, step);
}

/** Codes to be written down, such as `k3x7-q2mz-…`, and what is stored of them. */
export function newRecoveryCodes(): { codes: string[]; hashes: Buffer[] } {
  const plain = Array.from({ length: RECOVERY_CODES }, () => base32(randomBytes(RECOVERY_CODE_BYTES)));
  return { codes: plain.map((code) => code.replace(/(.{4})(?=.)/g, "$1-")), hashes: plain.map(hashSecret) };
}

function base32(bytes: Buffer): string {
  return new Secret({ buffer: new Uint8Array(bytes).buffer }).base32.toLowerCase();
}
