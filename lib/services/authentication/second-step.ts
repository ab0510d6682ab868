/** Between password and code: what the sign-in page carries from one form to the next. */
import type { UserRow } from "@/db/queries/users";
import { seal, unseal } from "@/lib/access/sealed";
import { hashSecret } from "@/lib/access/secrets";

const SECOND_STEP_MINUTES = 10;
/** What the text belongs to: nothing else that is sealed can be brought in its place. */
const PURPOSE = "second step";

export interface SecondStep {
  tenantId: string;
  userId: string;
  upn: string;
  /** The same for both steps in the log. */
  correlationId: string;
  /** Recognises the password that was right: after a change of it the step is over. */
  passwordMark: string;
  expiresAt: number;
}

/** Of a stored hash, so that the hash itself travels nowhere. */
export function markOfPassword({ passwordHash }: Pick<UserRow, "passwordHash">): string {
  return hashSecret(passwordHash ?? "").toString("base64url");
}

/** Says, unreadable and unchangeable for the browser that carries it, whose password was right. */
export function sealSecondStep(step: Omit<SecondStep, "expiresAt">, now: Date): string {
  const expiresAt = now.getTime() + SECOND_STEP_MINUTES * 60_000;
  return seal("second-step", JSON.stringify({ ...step, expiresAt }), PURPOSE).toString("base64url");
}

/** Undefined for what was not made here, or too long ago. */
export function openSecondStep(sealed: string, now: Date): SecondStep | undefined {
  const text = unseal("second-step", Buffer.from(sealed, "base64url"), PURPOSE);
  if (text === undefined) return undefined;
  const step = JSON.parse(text) as SecondStep;
  return step.expiresAt > now.getTime() ? step : undefined;
}
