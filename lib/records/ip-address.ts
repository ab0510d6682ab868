/** Addresses as senders write them, in the one form in which they can be compared. */
import ipaddr from "ipaddr.js";

export interface ReadAddress {
  /** As PostgreSQL's `inet` reads it; null when the text is no address. */
  ip: string | null;
  /** The address in canonical form, or the text that came. */
  text: string;
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.|$)){4}$/;
const IPV4_WITH_PORT = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/;
const BRACKETED = /^\[([^\]]+)\](?::\d{1,5})?$/;

/**
 * Reads an address with or without a port or brackets. IPv6 comes out compressed and in lower case, an IPv4 address mapped
 * into IPv6 as IPv4; an IPv6 zone is left off. What is no address stays a text.
 */
export function readAddress(written: string): ReadAddress {
  const text = written.trim();
  if (isPlainIpv4(text)) return { ip: text, text };
  const bare = IPV4_WITH_PORT.exec(text)?.[1] ?? BRACKETED.exec(text)?.[1] ?? text;
  if (isPlainIpv4(bare)) return { ip: bare, text: bare };
  const canonical = bare.includes(":") ? canonicalIpv6(bare) : undefined;
  return canonical === undefined ? { ip: null, text } : { ip: canonical, text: canonical };
}

function isPlainIpv4(text: string): boolean {
  // The expression alone would let a trailing dot pass.
  return text.length <= 15 && IPV4.test(text) && !text.endsWith(".");
}

function canonicalIpv6(text: string): string | undefined {
  const [address = ""] = text.split("%", 1);
  if (!ipaddr.IPv6.isValid(address)) return undefined;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.isIPv4MappedAddress() ? parsed.toIPv4Address().toString() : parsed.toRFC5952String();
}
