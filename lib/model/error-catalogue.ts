/**
 * What error codes of sign-ins mean, in our own words, and what to do about them. The texts stand in `errors-data`;
 * they are many, so nothing that runs in the browser may import this (a rule of `npm run check`).
 */
import { ERROR_CLASSES } from "./errors-data";
import type { ErrorActor, ErrorClassDefinition } from "./errors-data/error-class";

export type { ErrorActor } from "./errors-data/error-class";
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

const CATALOGUE: ReadonlyMap<number, ErrorExplanation> = new Map(
  ERROR_CLASS_KEYS.flatMap((key) => explanationsOf(key)).map((entry) => [entry.code, entry]),
);

function explanationsOf(key: ErrorClass): ErrorExplanation[] {
  const { codes, ...general }: ErrorClassDefinition = ERROR_CLASSES[key];
  return Object.entries(codes).map(([code, entry]) => ({
    code: Number(code),
    name: entry.name ?? null,
    class: key,
    reason: entry.reason,
    explanation: entry.explanation,
    remedy: entry.remedy ?? general.remedy,
    actor: entry.actor ?? general.actor,
    general: entry.remedy === undefined,
  }));
}

/** What we know about an error code, or undefined. */
export function explainErrorCode(code: number): ErrorExplanation | undefined {
  return CATALOGUE.get(code);
}

/** A few words for a table cell or a sentence; `error 12345` where the code is not in the catalogue. */
export function shortReason(code: number): string {
  return explainErrorCode(code)?.reason ?? `error ${code}`;
}

/** The public page about a code: `/error?code=50126`. */
export function errorLookupHref(code: number): string {
  return `/error?code=${code}`;
}
