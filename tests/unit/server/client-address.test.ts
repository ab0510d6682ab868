import { describe, expect, it } from "vitest";
import { clientAddress } from "@/lib/server/client-address";

describe("clientAddress", () => {
  it.each([
    ["no proxy is trusted: the header is what anybody wrote", "192.0.2.1", "127.0.0.1", 0, "192.0.2.1"],
    ["one proxy: the last entry is what it saw", "10.0.0.1", "127.0.0.1, 203.0.113.9", 1, "203.0.113.9"],
    ["two proxies: the entry before the last", "10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"],
    ["fewer entries than proxies", "10.0.0.1", "203.0.113.9", 2, "10.0.0.1"],
    ["no header although a proxy is trusted", "10.0.0.1", undefined, 1, "10.0.0.1"],
    ["an entry that is no address", "10.0.0.1", "unknown", 1, "10.0.0.1"],
    ["an entry with a port", "10.0.0.1", "203.0.113.9:4711", 1, "203.0.113.9"],
    ["an IPv6 entry with brackets and port", "10.0.0.1", "[2001:DB8::0:1]:443", 1, "2001:db8::1"],
    ["a quoted IPv6 entry", "10.0.0.1", '"[2001:db8::2]"', 1, "2001:db8::2"],
    ["IPv4 mapped into IPv6", "::ffff:192.0.2.1", undefined, 0, "192.0.2.1"],
    ["an IPv6 address with a zone", "fe80::1%eth0", undefined, 0, "fe80::1"],
    ["a number that some parsers take for an address", "10.0.0.1", "2130706433", 1, "10.0.0.1"],
    ["a connection that is gone already", undefined, undefined, 0, "unknown"],
  ])("%s", (_case, peer, forwardedFor, hops, expected) => {
    expect(clientAddress(peer, forwardedFor, hops)).toBe(expected);
  });
});
