/** What a reader may have typed into the search: recognised by its shape, before anything is asked. */
import ipaddr from "ipaddr.js";
import { isGuidWithoutDashes, spellingsOfId } from "./id-spellings";

export const MAX_SEARCH_LENGTH = 256;

export interface SearchText {
  text: string;
  /** One whole address, in its canonical form. */
  address: string | null;
  /** A block of addresses in CIDR notation. */
  block: string | null;
  /** May be an id: one word. */
  isWord: boolean;
  /** With its dashes or without. */
  isGuid: boolean;
  /** As which id it may be stored; none where it is no word. */
  ids: readonly string[];
}

export type ReadSearch = { ok: true; search: SearchText } | { ok: false; problem: string };

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function looksLikeGuid(text: string): boolean {
  return GUID.test(text);
}

/** As firewalls and records write where somebody came from. The bracket before the address is off already. */
const PORT = /^(?:([\d.]+):|([0-9a-f:.]+)\]:)\d{1,5}$/i;

/** Begins like an address and goes on with a length. */
const LIKE_A_BLOCK = /^[0-9a-f.:]*[.:][0-9a-f.:]*\/\d+$/i;
const CONTROL = /[\u0000-\u001f\u007f]+/g;

/** Understands a typed or pasted text: outer blanks, quotes and brackets are not part of it. */
export function readSearchText(typed: string): ReadSearch {
  const text = typed
    .replace(CONTROL, " ")
    .trim()
    .replace(/^["'“”‘’<{([]+|["'“”‘’>})\]]+$/g, "")
    .trim();
  if (text.length > MAX_SEARCH_LENGTH) {
    return { ok: false, problem: `A search has at most ${MAX_SEARCH_LENGTH} characters; this one has ${text.length}.` };
  }
  const block = readBlock(text);
  if (block === null && LIKE_A_BLOCK.test(text)) {
    return {
      ok: false,
      problem: `“${text}” is no block of addresses; one looks like 203.0.113.0/24 or 2001:db8::/32.`,
    };
  }
  const isWord = text !== "" && !/\s/.test(text);
  return {
    ok: true,
    search: {
      ...{ text, block, address: readWholeAddress(text.replace(PORT, "$1$2")), isWord },
      isGuid: looksLikeGuid(text) || isGuidWithoutDashes(text),
      ids: isWord ? spellingsOfId(text) : [],
    },
  };
}

/** The block with its host bits cleared: one block has one address of ours. Null when it is none. */
export function readBlock(text: string): string | null {
  if (!/^[^/\s]*[.:][^/\s]*\/\d{1,3}$/.test(text) || !ipaddr.isValidCIDR(text)) return null;
  const [address, prefix] = ipaddr.parseCIDR(text);
  if (address.kind() === "ipv4") {
    if (!ipaddr.IPv4.isValidFourPartDecimal(text.slice(0, text.indexOf("/")))) return null;
    return `${ipaddr.IPv4.networkAddressFromCIDR(text)}/${prefix}`;
  }
  const network = ipaddr.IPv6.networkAddressFromCIDR(text) as ipaddr.IPv6;
  return `${network.toRFC5952String()}/${prefix}`;
}

/** As addresses are stored; null when the text is no whole address. */
export function readWholeAddress(text: string): string | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return text;
  if (!text.includes(":") || !ipaddr.IPv6.isValid(text)) return null;
  const parsed = ipaddr.IPv6.parse(text);
  return parsed.isIPv4MappedAddress() ? parsed.toIPv4Address().toString() : parsed.toRFC5952String();
}
