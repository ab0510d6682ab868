/**
 * What error codes of sign-ins mean, in our own words, and what to do about them. The texts stand in `errors-data` and
 * are many: for pages drawn on the server, not for client components.
 */
import { ERROR_CLASSES } from "./errors-data";
import type { ErrorActor, ErrorClassDefinition } from "./errors-data/error-class";

export type ErrorClass = keyof typeof ERROR_CLASSES;

export const ERROR_CLASS_KEYS = Object.keys(ERROR_CLASSES) as ErrorClass[];

export const ERROR_ACTOR_LABELS: Record<ErrorActor, string> = {
  user: "The user",
  administrator: "An administrator",
  applicationOwner: "The application’s owner",
  nobody: "Nobody",
};

export interface ErrorExplanation {
  code: number;
  /** The platform's symbolic name; null where none is known. */
  name: string | null;
  class: ErrorClass;
  /** A few words that continue a sentence ("Failed: wrong password") and fit a table cell. */
  reason: string;
  /** One sentence: what happened. */
  explanation: string;
  remedy: string;
  /** Who has to carry the remedy out. */
  actor: ErrorActor;
  /** The remedy is that of the class, not one for this very code. */
  general: boolean;
}

/** By class, and by number within it. */
export const ERROR_EXPLANATIONS: readonly ErrorExplanation[] = ERROR_CLASS_KEYS.flatMap((key) => explanationsOf(key));

const BY_CODE = new Map(ERROR_EXPLANATIONS.map((explanation) => [explanation.code, explanation]));

function explanationsOf(key: ErrorClass): ErrorExplanation[] {
  const { codes, actor, remedy }: ErrorClassDefinition = ERROR_CLASSES[key];
  return Object.entries(codes).map(([code, entry]) => ({
    code: Number(code),
    name: entry.name ?? null,
    class: key,
    reason: entry.reason,
    explanation: entry.explanation,
    remedy: entry.remedy ?? remedy,
    actor: entry.actor ?? actor,
    general: entry.remedy === undefined,
  }));
}

/** What we know about an error code, or undefined. */
export function explainErrorCode(code: number): ErrorExplanation | undefined {
  return BY_CODE.get(code);
}

/** What a record of ours gives as its failure's reason: null where nothing failed, or where the code is unknown. */
export function failureReasonOf(code: number): string | null {
  return code === 0 ? null : (explainErrorCode(code)?.explanation ?? null);
}

/** A few words for a table cell or a sentence; `error 12345` where the code is not in the catalogue. */
export function shortReason(code: number): string {
  return explainErrorCode(code)?.reason ?? `error ${code}`;
}

/** The public page about a code: `/error?code=50126`. */
export function errorLookupHref(code: number): string {
  return `/error?code=${code}`;
}

/** The public page of a class: `/error?class=device`. */
export function errorClassHref(key: ErrorClass): string {
  return `/error?class=${key}`;
}

export function isErrorClass(key: string): key is ErrorClass {
  return Object.hasOwn(ERROR_CLASSES, key);
}

/** What a class is called and has in common. */
export function errorClass(key: ErrorClass): Pick<ErrorClassDefinition, "label" | "about" | "searchWords"> {
  return ERROR_CLASSES[key];
}

export function errorsOfClass(key: ErrorClass): ErrorExplanation[] {
  return ERROR_EXPLANATIONS.filter((explanation) => explanation.class === key);
}

/** The codes of the same class, the nearest numbers first: the platform numbers what belongs together in a row. */
export function relatedErrors({ code, class: key }: ErrorExplanation, limit: number): ErrorExplanation[] {
  return errorsOfClass(key)
    .filter((other) => other.code !== code)
    .sort((a, b) => Math.abs(a.code - code) - Math.abs(b.code - code))
    .slice(0, limit);
}
