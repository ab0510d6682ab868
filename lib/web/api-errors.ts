/** The one mapping from the errors of services to what a program gets: JSON in the shape of Graph's errors. */
import { log } from "@/lib/log";
import { TooManyRequestsError, UnavailableError } from "@/lib/model/errors";
import { CLIENT_PERMISSION_GRANTS, CLIENT_PERMISSIONS, type Permission } from "@/lib/model/roles";
import { UnreadableBodyError } from "@/lib/records/unreadable-body-error";
import { InvalidTokenError } from "@/lib/services/tokens/verify-token";
import { REFUSAL_STATUS, type Refusal, refusalOf } from "./refusal-of";
import { clientRequestIdOf, requestIdOf } from "./request-facts";

/** Clients know these codes. */
const REFUSAL_CODES: Record<Refusal, string> = {
  notSignedIn: "InvalidAuthenticationToken",
  notFound: "ResourceNotFound",
  forbidden: "Authorization_RequestDenied",
  licenseRequired: "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
  invalidInput: "BadRequest",
  conflict: "Conflict",
  expired: "ResourceExpired",
  tooManyRequests: "TooManyRequests",
  tooSlow: "GatewayTimeout",
  unavailable: "ServiceUnavailable",
};

/** A refusal that only doors for programs know: its status and code are given. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** A program is told the permission that it lacks by the name under which an administrator grants it. */
export function permissionLacking(permission: Permission): ApiError {
  const granting = CLIENT_PERMISSIONS.find((name) => CLIENT_PERMISSION_GRANTS[name] === permission);
  return new ApiError(
    403,
    "Authorization_RequestDenied",
    `The application lacks the permission ${granting ?? permission}: an administrator can grant it.`,
  );
}

/**
 * The answer to an error. A fault of ours is logged and tells the client nothing but the request's id.
 * @param more further members of the body, beside `error`.
 */
export function apiErrorResponse(error: unknown, request: Request, more: object = {}): Response {
  const requestId = requestIdOf(request.headers);
  const { status, code, message, headers } = describe(error, requestId);
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    "request-id": requestId,
    "client-request-id": clientRequestIdOf(request.headers) ?? requestId,
  };
  return Response.json(
    { error: { code, message, innerError }, ...more },
    { status, headers: { "cache-control": "no-store", ...headers } },
  );
}

interface Description {
  status: number;
  code: string;
  message: string;
  headers?: Readonly<Record<string, string>>;
}

function describe(error: unknown, requestId: string | undefined): Description {
  if (error instanceof ApiError) return error;
  if (error instanceof UnreadableBodyError) return { status: 400, code: "UnreadableBody", message: error.message };
  const refusal = refusalOf(error);
  if (!refusal) {
    log.error({ err: error, requestId }, "request failed");
    return { status: 500, code: "InternalServerError", message: "Something went wrong on the server." };
  }
  if (refusal === "unavailable") log.warn({ problem: (error as Error).message, requestId }, "a part is not reachable");
  return {
    status: REFUSAL_STATUS[refusal],
    code: REFUSAL_CODES[refusal],
    message: (error as Error).message,
    headers: refusalHeaders(error),
  };
}

function refusalHeaders(error: unknown): Readonly<Record<string, string>> {
  if (error instanceof UnavailableError || error instanceof TooManyRequestsError) {
    return { "retry-after": String(error.retryAfterSeconds) };
  }
  if (error instanceof InvalidTokenError) return { "www-authenticate": 'Bearer realm="signbook"' };
  return {};
}
