/** The one mapping from the errors of services to what a browser gets. */
import { forbidden, notFound, redirect } from "next/navigation";
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  LicenseRequiredError,
  NotFoundError,
  NotSignedInError,
  TooManyRequestsError,
  UnavailableError,
} from "@/lib/model/errors";

export type Refusal =
  | "notSignedIn"
  | "notFound"
  | "forbidden"
  | "licenseRequired"
  | "invalidInput"
  | "conflict"
  | "tooManyRequests"
  | "unavailable";

export const REFUSAL_STATUS: Record<Refusal, number> = {
  notSignedIn: 401,
  notFound: 404,
  forbidden: 403,
  licenseRequired: 403,
  invalidInput: 400,
  conflict: 409,
  tooManyRequests: 429,
  unavailable: 503,
};

const KINDS: readonly (readonly [new (...args: never[]) => Error, Refusal])[] = [
  [NotSignedInError, "notSignedIn"],
  [NotFoundError, "notFound"],
  [ForbiddenError, "forbidden"],
  [LicenseRequiredError, "licenseRequired"],
  [InvalidInputError, "invalidInput"],
  [ConflictError, "conflict"],
  [TooManyRequestsError, "tooManyRequests"],
  [UnavailableError, "unavailable"],
];

/** Which refusal an error is; undefined for a fault of ours. */
export function refusalOf(error: unknown): Refusal | undefined {
  return KINDS.find(([kind]) => error instanceof kind)?.[1];
}

/**
 * Answers a page's refusal: on to the sign-in page (307), not found (404) or forbidden (403); anything else goes on to
 * the error page. Only before something has streamed: afterwards the status is already sent.
 * @param here path and query of the page, to come back to after signing in.
 */
export function refuse(error: unknown, here: string): never {
  const refusal = refusalOf(error);
  switch (refusal) {
    case "notSignedIn":
      redirect(`/sign-in?${new URLSearchParams({ callbackUrl: here })}`);
      break;
    case "notFound":
      notFound();
      break;
    case "forbidden":
    case "licenseRequired":
      forbidden();
      break;
    case "invalidInput":
    case "conflict":
    case "tooManyRequests":
    case "unavailable":
    case undefined:
      throw error;
    default:
      return refusal satisfies never;
  }
}
