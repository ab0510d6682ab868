/** Headers that our server sets on every request and nobody else can: the same names coming from outside are dropped. */
export const INTERNAL_HEADERS = {
  /** The true address of the client, as far as `TRUST_PROXY` lets it be known. */
  clientAddress: "x-signbook-client-ip",
  /** Path and query as they were asked for: a page knows neither. */
  path: "x-signbook-path",
  requestId: "x-signbook-request-id",
  /** "1" when the request came with a forwarding header, "0" otherwise: loopback alone proves nothing then. */
  forwarded: "x-signbook-forwarded",
} as const;
