/** The refusals and failures that doors know how to answer. The mapping to statuses is in `lib/web/refusal-of.ts`. */
import type { Feature } from "./licenses";
import type { Permission } from "./roles";

abstract class SignbookError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/** Nobody is signed in, or the session has ended. */
export class NotSignedInError extends SignbookError {
  constructor() {
    super("Sign in first.");
  }
}

/** No such thing for this asker: also the answer to another tenant's id. */
export class NotFoundError extends SignbookError {}

/** Signed in, but no role that allows it. */
export class ForbiddenError extends SignbookError {
  constructor(readonly permission: Permission) {
    super(`This needs a role with the permission ${permission}.`);
  }
}

/** The tenant's license does not bring this. */
export class LicenseRequiredError extends SignbookError {
  constructor(readonly feature: Feature) {
    super(`The tenant's license does not include ${feature}.`);
  }
}

/** What was asked for cannot be understood; `problems` names each parameter. */
export class InvalidInputError extends SignbookError {
  constructor(readonly problems: Readonly<Record<string, string>>) {
    super(Object.values(problems).join(" "));
  }
}

/** A part that is needed is not reachable now; trying again later may work. */
export class UnavailableError extends SignbookError {
  constructor(
    message: string,
    readonly retryAfterSeconds = 5,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Too much at once from this sender. */
export class TooManyRequestsError extends SignbookError {
  constructor(
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(message);
  }
}

/** Finding it out takes longer than a request may; the message says how to ask for less. */
export class TooSlowError extends SignbookError {}

/** It was there, and its time is over. */
export class ExpiredError extends SignbookError {}

/** Something of that name or key exists already, or the state forbids it. */
export class ConflictError extends SignbookError {}
