/**
 * Requests to addresses that a tenant's administrator has named. Whoever may name one must not reach what only our own
 * machine reaches: https only, public addresses only, and the connection goes to the very address that was looked at. No
 * redirects, a short time, a small answer. OUTBOUND_ALLOW_PRIVATE lifts the first two, for providers on inner networks.
 */
import { lookup as resolve } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

const TIMEOUT_MS = 5_000;
const MOST_BYTES = 256 * 1024;

/** The request was not made, or its answer not taken, because of where it leads or what it brings. */
export class OutboundRefusedError extends Error {
  override readonly name = "OutboundRefusedError";
}

export interface OutboundRequest {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
  signal?: AbortSignal;
}

/** Whether everybody on the internet reaches an address: none of private, loopback, link-local and the like, in any form. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

/** @throws OutboundRefusedError; any other error when the other side cannot be reached in time. */
export async function guardedFetch(
  address: string,
  { method = "GET", headers = {}, body, signal }: OutboundRequest,
  { allowPrivate }: { allowPrivate: boolean },
): Promise<Response> {
  const url = new URL(address);
  if (url.protocol !== "https:" && !(allowPrivate && url.protocol === "http:")) {
    throw new OutboundRefusedError(`${url.origin} is not asked: only https:// addresses are.`);
  }
  const target = await addressOf(url, allowPrivate);
  const lookup: LookupFunction = (_name, options, done) =>
    options.all ? done(null, [target]) : done(null, target.address, target.family);
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const options = {
    method,
    headers: { ...headers, "accept-encoding": "identity" },
    lookup,
    agent: false as const,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  };
  const answer = await new Promise<IncomingMessage>((done, failed) => {
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, options, done);
    request.once("error", failed);
    request.end(body === undefined || body === null ? undefined : textOf(body));
  });
  return new Response(await contentOf(answer, url), {
    status: answer.statusCode ?? 502,
    headers: Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  });
}

async function addressOf(url: URL, allowPrivate: boolean): Promise<{ address: string; family: number }> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolve(host, { all: true });
  const usable = found.find(({ address }) => allowPrivate || isPublicAddress(address));
  if (usable) return usable;
  throw new OutboundRefusedError(
    `${url.origin} is not asked: its address is not a public one (OUTBOUND_ALLOW_PRIVATE allows inner networks).`,
  );
}

function textOf(body: unknown): string {
  return body instanceof URLSearchParams || typeof body === "string" ? String(body) : "";
}

async function contentOf(answer: IncomingMessage, url: URL): Promise<ArrayBuffer | null> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) {
      answer.destroy();
      throw new OutboundRefusedError(`${url.origin} answers with more than ${MOST_BYTES / 1024} KiB.`);
    }
    pieces.push(piece);
  }
  // A Response refuses a body, even an empty one, with these.
  if ([204, 205, 304].includes(answer.statusCode ?? 0)) return null;
  return new Uint8Array(Buffer.concat(pieces)).buffer;
}
