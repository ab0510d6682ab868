/**
 * Addresses as sortable text: the dictionary keeps each address under a key whose order is the order of addresses, so
 * that a block is a range. (`<<=` on inet is not leakproof and would become a filter over the whole tenant.)
 */
import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function sortKey(address: Address): string {
  const bytes = address.toByteArray();
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${bytes.length === 4 ? "4" : "6"}:${hex}`;
}

/** The sortable key of an address in canonical text form; undefined when the text is no address. */
export function addressSortKey(text: string): string | undefined {
  return ipaddr.isValid(text) ? sortKey(ipaddr.parse(text)) : undefined;
}

/** First and last sortable key of a block in CIDR notation (host bits are ignored); undefined when it is none. */
export function blockSortRange(cidr: string): { first: string; last: string } | undefined {
  if (!ipaddr.isValidCIDR(cidr)) return undefined;
  const [address, prefix] = ipaddr.parseCIDR(cidr);
  const kind = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
  const bytes = address.toByteArray();
  const mask = kind.subnetMaskFromPrefixLength(prefix).toByteArray();
  const first = kind === ipaddr.IPv4 ? new ipaddr.IPv4(and(bytes, mask)) : new ipaddr.IPv6(and(bytes, mask));
  const last = kind === ipaddr.IPv4 ? new ipaddr.IPv4(orNot(bytes, mask)) : new ipaddr.IPv6(orNot(bytes, mask));
  return { first: sortKey(first), last: sortKey(last) };
}

function and(bytes: number[], mask: number[]): number[] {
  return bytes.map((byte, index) => byte & (mask[index] ?? 0));
}

function orNot(bytes: number[], mask: number[]): number[] {
  return bytes.map((byte, index) => byte | (~(mask[index] ?? 0) & 0xff));
}
