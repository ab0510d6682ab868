/**
 * Decides which headers of a request the rest of the product gets to see. Next believes forwarding headers and adds
 * them when they are missing, so anybody could choose the address that is logged, locked out or let in to the metrics.
 */
import type { IncomingMessage } from "node:http";
import { clientAddress } from "./client-address";
import { INTERNAL_HEADERS } from "./internal-headers";

const FORWARDING = /^(forwarded|x-forwarded(-.*)?|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip)$/;
const OURS = /^x-signbook-/;

export interface TrustSettings {
  /** How many proxies of ours stand in front. */
  readonly trustedHops: number;
  /** Where people reach the site: the only thing a proxy could tell us about scheme and host. */
  readonly appUrl: string;
}

/** Changes the request in place. @returns the client's address. */
export function cleanHeaders(request: IncomingMessage, requestId: string, trust: TrustSettings): string {
  const forwardedFor = headerText(request.headers["x-forwarded-for"]);
  const names = Object.keys(request.headers);
  const wasForwarded = names.some((name) => FORWARDING.test(name));
  const client = clientAddress(request.socket.remoteAddress, forwardedFor, trust.trustedHops);
  for (const name of names) {
    if (FORWARDING.test(name) || OURS.test(name)) delete request.headers[name];
  }
  const added: Record<string, string> = {
    [INTERNAL_HEADERS.clientAddress]: client,
    [INTERNAL_HEADERS.path]: request.url ?? "/",
    [INTERNAL_HEADERS.requestId]: requestId,
    [INTERNAL_HEADERS.forwarded]: wasForwarded ? "1" : "0",
    "x-forwarded-for": client,
    ...(trust.trustedHops > 0 ? publicAddress(trust.appUrl) : {}),
  };
  Object.assign(request.headers, added);
  request.rawHeaders = [...keptRawHeaders(request.rawHeaders), ...Object.entries(added).flat()];
  return client;
}

/** Behind a proxy the scheme is its own, and the host may be rewritten; the setting says what both were. */
function publicAddress(appUrl: string): Record<string, string> {
  const { protocol, host } = new URL(appUrl);
  return { "x-forwarded-proto": protocol.replace(":", ""), "x-forwarded-host": host };
}

function keptRawHeaders(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase();
    if (!FORWARDING.test(name) && !OURS.test(name)) kept.push(raw[index] ?? "", raw[index + 1] ?? "");
  }
  return kept;
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(",") : value;
}
