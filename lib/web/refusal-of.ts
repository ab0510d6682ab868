/** The one mapping from the errors of services to what a client gets. Without Next: our own server answers by it too. */
import {
  ConflictError,
  ExpiredError,
  ForbiddenError,
  InvalidInputError,
  LicenseRequiredError,
  NotFoundError,
  NotSignedInError,
  TooManyRequestsError,
  TooSlowError,
  UnavailableError,
} from "@/lib/model/errors";

export type Refusal =
  | "notSignedIn"
  | "notFound"
  | "forbidden"
  | "licenseRequired"
  | "invalidInput"
  | "conflict"
  | "expired"
  | "tooManyRequests"
  | "tooSlow"
  | "unavailable";

export const REFUSAL_STATUS: Record<Refusal, number> = {
  notSignedIn: 401,
  notFound: 404,
  forbidden: 403,
  licenseRequired: 403,
  invalidInput: 400,
  conflict: 409,
  expired: 410,
  tooManyRequests: 429,
  tooSlow: 504,
  unavailable: 503,
};

const KINDS: readonly (readonly [new (...args: never[]) => Error, Refusal])[] = [
  [NotSignedInError, "notSignedIn"],
  [NotFoundError, "notFound"],
  [ForbiddenError, "forbidden"],
  [LicenseRequiredError, "licenseRequired"],
  [InvalidInputError, "invalidInput"],
  [ConflictError, "conflict"],
  [ExpiredError, "expired"],
  [TooManyRequestsError, "tooManyRequests"],
  [TooSlowError, "tooSlow"],
  [UnavailableError, "unavailable"],
];

/** Which refusal an error is; undefined for a fault of ours. */
export function refusalOf(error: unknown): Refusal | undefined {
  return KINDS.find(([kind]) => error instanceof kind)?.[1];
}
