/** Things by a part of what they are called, from the tenant's own dictionaries. */
import type { TenantTransaction } from "@/db/client";
import { type KindAndKey, keysFrom, keysHolding, namesOfThings } from "@/db/queries/search/find-names";
import { NAME_KINDS } from "@/lib/model/facets";
import { looksLikeGuid, type SearchText } from "@/lib/model/search-text";
import { FOUND_KIND_NAMES, FOUND_KINDS, type FoundKind, type FoundThing, isKeyOfName } from "@/lib/model/things";

const KIND_OF_CODE = new Map<number, FoundKind>(FOUND_KIND_NAMES.map((kind) => [FOUND_KINDS[kind].nameKind, kind]));
const ALL_CODES = [...KIND_OF_CODE.keys()];
const WITHOUT_ADDRESS = ALL_CODES.filter((code) => code !== NAME_KINDS.address);
/** Of a name in another order. */
const MOST_WORDS = 5;
const LIKE_AN_ADDRESS = /^[0-9a-f.:]+$/i;

export interface ThingSearch {
  since: Date;
  /** Of each kind; one more than is shown tells that there are more. */
  limit: number;
  /** With so many whose names begin with the text, those that only hold it are not looked for. */
  enough: number;
  /** Nor are they for a shorter text than this. */
  shortestPart: number;
}

/** What is meant exactly, then whose name or id begins with the text, then whose name holds it. */
export async function findThings(
  tenant: TenantTransaction,
  { text, address, isGuid, ids }: SearchText,
  { since, limit, enough, shortestPart }: ThingSearch,
): Promise<FoundThing[]> {
  const looked = address ?? text;
  const kinds = LIKE_AN_ADDRESS.test(looked) ? ALL_CODES : WITHOUT_ADDRESS;
  const found = await keysFrom(tenant, { kinds, text: looked, ids, since, limit });
  // Nobody is called by a part of an id.
  if (found.length < enough && looked.length >= shortestPart && address === null && !isGuid) {
    const query = { kinds: WITHOUT_ADDRESS, since, limit };
    const holding = await keysHolding(tenant, { ...query, parts: [looked] });
    const words = looked.split(/\s+/).slice(0, MOST_WORDS);
    // "Berg Ada" for Ada Berg.
    if (found.length + holding.length === 0 && words.length > 1) {
      holding.push(...(await keysHolding(tenant, { ...query, parts: words })));
    }
    const known = new Set(found.map(idOf));
    found.push(...holding.filter((each) => !known.has(idOf(each))));
  }
  const names = new Map<string, string[]>(found.map((each) => [idOf(each), []]));
  for (const known of await namesOfThings(tenant, found)) names.get(idOf(known))?.push(known.name);
  const things = found.map((each) => describe(each, names.get(idOf(each)) ?? [], { text: looked, ids }));
  return things.sort((a, b) => Number(b.exact) - Number(a.exact));
}

function idOf({ kind, key }: KindAndKey): string {
  return `${kind} ${key}`;
}

type Looked = Pick<SearchText, "text" | "ids">;

function describe({ kind: code, key }: KindAndKey, names: readonly string[], { text, ids }: Looked): FoundThing {
  const kind = KIND_OF_CODE.get(code) as FoundKind;
  if (kind === "address") return { kind, key, name: key, detail: null, exact: key === text };
  const name = nameOf(key, names);
  const others = [...names, ...(isKeyOfName(key) ? [] : [key])];
  return {
    ...{ kind, key, name, detail: others.find((other) => other !== name) ?? null },
    exact: ids.includes(key) || names.some((each) => each.toLowerCase() === text.toLowerCase()),
  };
}

/**
 * Of a user's two names the one that is not also an address reads better, and any better than an id that a provider wrote
 * where names stand; "~" marks a key that is a name itself.
 */
export function nameOf(key: string, names: readonly string[]): string {
  const told = names.filter((name) => name.toLowerCase() !== key.toLowerCase() && !looksLikeGuid(name));
  return told.find((name) => !name.includes("@")) ?? told[0] ?? names[0] ?? key.replace(/^~/, "");
}
