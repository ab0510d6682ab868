/** The values of one filter, from the address to `ActiveFilter`: the filter's kind decides, never the value's shape. */
import ipaddr from "ipaddr.js";
import {
  type ActiveFilter,
  type FilterDefinition,
  type FilterKey,
  type FilterValue,
  filterDefinition,
} from "./filters";

export const MAX_FILTER_VALUE_LENGTH = 256;
/** Of one filter: of status, and of values that are left out. */
const MAX_FILTER_VALUES = 50;

/** A value that cannot be used; the message says what is wrong and what is allowed. */
export class UnusableValue extends Error {}

/**
 * Reads the values given for one filter.
 * @param given the values as they stand in the address, none of them empty.
 * @throws UnusableValue with a sentence for the reader.
 */
export function parseFilter(key: FilterKey, given: readonly string[]): ActiveFilter {
  const definition = filterDefinition(key);
  const leavesOut = definition.kind !== "oneOf" && given.every((value) => value.startsWith("!"));
  if (given.length > 1 && !definition.repeatable && !leavesOut) {
    throw new UnusableValue(
      `${definition.label} was given ${given.length} times; it takes one value, or several to leave out.`,
    );
  }
  if (given.length > MAX_FILTER_VALUES) {
    throw new UnusableValue(`${definition.label} was given ${given.length} times; at most ${MAX_FILTER_VALUES}.`);
  }
  const negations = new Set(given.map((value) => value.startsWith("!")));
  if (negations.size > 1) {
    throw new UnusableValue(
      `${definition.label} mixes values with and without a leading “!”; use one or the other for all of them.`,
    );
  }
  const negated = negations.has(true);
  const values = given.map((value) => parseValue(key, definition, negated ? value.slice(1).trim() : value));
  return { key, values, negated };
}

function parseValue(key: FilterKey, definition: FilterDefinition, text: string): FilterValue {
  if (text === "") throw new UnusableValue(`${definition.label} has nothing after “!”; add the value to leave out.`);
  if (text.length > MAX_FILTER_VALUE_LENGTH) {
    throw new UnusableValue(`${definition.label} is too long; at most ${MAX_FILTER_VALUE_LENGTH} characters.`);
  }
  if (/[\u0000-\u001f\u007f]/.test(text)) {
    throw new UnusableValue(`${definition.label} holds a control character; only printable text is allowed.`);
  }
  switch (definition.kind) {
    case "name":
      return nameValue(definition, text);
    case "exact":
      return { type: "equals", text };
    case "number":
      return numberValue(definition, text);
    case "facet":
      return facetValue(key, definition, text);
    case "oneOf":
      return oneOfValue(definition, text);
    case "address":
      return addressValue(definition, text);
  }
}

function nameValue(definition: FilterDefinition, text: string): FilterValue {
  if (text.startsWith("=")) return exactValue(definition, text);
  if (!text.startsWith("*")) return { type: "startsWith", text };
  const part = text.slice(1).trim();
  if (part === "") throw new UnusableValue(`${definition.label} has nothing after “*”; add the part to look for.`);
  return { type: "contains", text: part };
}

/** `=app-1` is that one and not `app-10`: for links to one thing, whatever its id looks like. */
function exactValue(definition: FilterDefinition, text: string): FilterValue {
  const exactly = text.slice(1).trim();
  if (exactly === "") throw new UnusableValue(`${definition.label} has nothing after “=”; add the ID to look for.`);
  return { type: "exactly", text: exactly };
}

/** Error codes are stored as 32-bit integers. */
const LARGEST_NUMBER = 2_147_483_647;

function numberValue(definition: FilterDefinition, text: string): FilterValue {
  const number = Number(text);
  if (!/^\d{1,10}$/.test(text) || number > LARGEST_NUMBER) {
    throw new UnusableValue(`${definition.label} “${text}” is not a whole number, such as 50126.`);
  }
  return { type: "number", number };
}

function facetValue(key: FilterKey, definition: FilterDefinition, text: string): FilterValue {
  if (text === "none") return { type: "none" };
  if (key === "clientApp" && text === "legacy") return { type: "legacy" };
  if (text.startsWith("=")) return exactValue(definition, text);
  if (text.startsWith("*")) {
    throw new UnusableValue(`${definition.label} finds values that start with the text; a leading “*” is not allowed.`);
  }
  return { type: "startsWith", text };
}

function oneOfValue(definition: FilterDefinition, text: string): FilterValue {
  const words = Object.keys(definition.options ?? {});
  if (words.includes(text)) return { type: "equals", text };
  throw new UnusableValue(`${definition.label} “${text}” is not known; allowed: ${words.join(", ")}.`);
}

function addressValue(definition: FilterDefinition, text: string): FilterValue {
  if (text.includes("/")) {
    if (isBlock(text)) return { type: "block", cidr: text };
    throw new UnusableValue(
      `${definition.label} “${text}” is not a block; write it like 10.1.0.0/16 or 2001:db8::/32.`,
    );
  }
  if (!/^[0-9a-f.:]+$/i.test(text) || !/[0-9a-f]/i.test(text)) {
    throw new UnusableValue(
      `${definition.label} “${text}” is not an address or its beginning; write it like 10.1, 2001:db8: or 10.1.0.0/16.`,
    );
  }
  return { type: "startsWith", text: canonicalAddress(text) };
}

/** ipaddr.js also reads the classful short forms (10.1/16 as 10.0.0.1/16): nobody who types one means that. */
function isBlock(text: string): boolean {
  const [address = ""] = text.split("/");
  return ipaddr.isValidCIDR(text) && (address.includes(":") || ipaddr.IPv4.isValidFourPartDecimal(address));
}

/** A whole IPv6 address is stored in its short form, so a long spelling would never match as text. */
function canonicalAddress(text: string): string {
  return text.includes(":") && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).toString() : text.toLowerCase();
}
