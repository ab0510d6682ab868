/** What our own HTTP server says about a request; nothing here comes from the client (see `lib/server`). */
import type { RequestOrigin } from "@/lib/model/scope";
import { INTERNAL_HEADERS } from "@/lib/server/internal-headers";
import type { ClientFacts } from "@/lib/services/sessions/start-session";

type ReadableHeaders = Pick<Headers, "get">;

/** The client's address, as far as TRUST_PROXY believes it; "unknown" where our server is not in front. */
export function clientAddressOf(headers: ReadableHeaders): string {
  return headers.get(INTERNAL_HEADERS.clientAddress) ?? "unknown";
}

export function requestIdOf(headers: ReadableHeaders): string | undefined {
  return headers.get(INTERNAL_HEADERS.requestId) ?? undefined;
}

const CLIENT_REQUEST_ID = /^[\w.:-]{1,100}$/;

/** The name that the client itself gives its request; undefined without one that could be repeated to it. */
export function clientRequestIdOf(headers: ReadableHeaders): string | undefined {
  const given = headers.get("client-request-id") ?? "";
  return CLIENT_REQUEST_ID.test(given) ? given : undefined;
}

/** Where a request came from, as the audit log tells it. */
export function originOf(headers: ReadableHeaders): RequestOrigin {
  return { ip: headers.get(INTERNAL_HEADERS.clientAddress), requestId: requestIdOf(headers) ?? null };
}

/** True when a request came with a forwarding header, or when nobody has looked: it may be from anywhere then. */
export function mayBeForwarded(headers: ReadableHeaders): boolean {
  return headers.get(INTERNAL_HEADERS.forwarded) !== "0";
}

/** Where a browser signs in from. */
export function clientFactsOf(headers: ReadableHeaders): ClientFacts {
  return { ip: clientAddressOf(headers), userAgent: headers.get("user-agent") };
}
