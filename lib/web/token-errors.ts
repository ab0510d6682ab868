import { TooManyRequestsError } from "@/lib/model/errors";
import { TokenRequestError } from "@/lib/services/tokens/token-request-error";
import { apiErrorResponse } from "./api-errors";

/** The answer to a failed token request, in OAuth 2.0's shape: `error` is a word of the protocol. */
export function tokenErrorResponse(error: unknown, request: Request): Response {
  if (error instanceof TokenRequestError) {
    const unknownClient = error.code === "invalid_client";
    // A client that came with a header is told, by the same scheme, that the header was not right.
    const challenge = unknownClient && request.headers.has("authorization");
    return oauthError(error.code, error.message, unknownClient ? 401 : 400, {
      ...(challenge ? { "www-authenticate": 'Basic realm="signbook", charset="UTF-8"' } : {}),
    });
  }
  if (error instanceof TooManyRequestsError) {
    const headers = { "retry-after": String(error.retryAfterSeconds) };
    return oauthError("temporarily_unavailable", error.message, 429, headers);
  }
  const { status, headers } = apiErrorResponse(error, request);
  const retryAfter = headers.get("retry-after");
  return status === 503
    ? oauthError(
        "temporarily_unavailable",
        "Try again in a moment.",
        503,
        retryAfter ? { "retry-after": retryAfter } : {},
      )
    : oauthError("server_error", "Something went wrong on the server.", 500);
}

function oauthError(
  error: string,
  description: string,
  status: number,
  headers: Record<string, string> = {},
): Response {
  return Response.json(
    { error, error_description: description },
    { status, headers: { "cache-control": "no-store", pragma: "no-cache", ...headers } },
  );
}
