import ipaddr from "ipaddr.js";

/**
 * Who really sent a request: the other end of the connection, or, behind `trustedHops` proxies of ours, the address
 * that the outermost of them saw. What stands further left in the header was written by the client itself.
 * @param peer the other end of the connection.
 * @param forwardedFor the `X-Forwarded-For` header, all of them joined by commas.
 * @returns the address in its shortest form, IPv4 also where it came mapped into IPv6; "unknown" without any.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | undefined, trustedHops: number): string {
  const direct = readAddress(peer ?? "") ?? "unknown";
  if (trustedHops === 0 || !forwardedFor) return direct;
  const stated = forwardedFor.split(",").at(-trustedHops);
  // Fewer entries than proxies: the request did not come through all of them.
  return (stated && readAddress(stated)) ?? direct;
}

/** Some proxies add the port, and brackets around IPv6 then. */
function readAddress(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .replace(/^\[([^\]]+)\](:\d+)?$/, "$1")
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1")
    .replace(/%.*$/, "");
  return ipaddr.IPv6.isValid(bare) || ipaddr.IPv4.isValidFourPartDecimal(bare)
    ? ipaddr.process(bare).toString()
    : undefined;
}
