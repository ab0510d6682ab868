/** What a search of everything found. */
import type { CategorySlug } from "./categories";
import { spellingsOfId } from "./id-spellings";
import type { Interval } from "./intervals";
import type { SignInListItem } from "./sign-in-view";
import type { FoundThing } from "./things";

/** An error code, with how many sign-ins of the range have it in each log that has any. */
export interface FoundError {
  code: number;
  range: Interval;
  logs: readonly { log: CategorySlug; n: number }[];
}

export interface FoundPolicy {
  /** The part of its page's address. */
  key: string;
  name: string;
}

export interface SearchResult {
  text: string;
  /** The block of addresses that was typed: it has a page whether or not anybody came from there. */
  block: string | null;
  /** What is called so, exact ones first; of each kind at most so many as a page lists. */
  things: readonly FoundThing[];
  /** Conditional-access policies that are called so; none for who may not see policies. */
  policies: readonly FoundPolicy[];
  /** Some kind of things has more of them, or there are more policies. */
  moreThings: boolean;
  /** The error code that the text is. */
  error: FoundError | null;
  /** Records with that request id, of whatever log. */
  records: readonly SignInListItem[];
  /** Records with that correlation id, of all logs, oldest first. */
  correlated: readonly SignInListItem[];
  /** There are more with that correlation id; the newest are listed. */
  moreCorrelated: boolean;
  /** Nothing older was looked at: the license keeps no more. */
  since: Date;
}

/** The one thing or record that is meant, where there is no doubt. */
export type OnlyHit = { record: SignInListItem } | { thing: FoundThing } | { policy: FoundPolicy } | { block: string };

export function onlyHit(result: SearchResult): OnlyHit | null {
  const { text, block, things, policies, error, records, correlated } = result;
  if (block !== null) return { block };
  if (correlated.length > 0 || error !== null) return null;
  const [record] = records;
  const exact = things.filter((thing) => thing.exact);
  if (record) return records.length === 1 && exact.length === 0 ? { record } : null;
  // A whole id, address or user name means that one, whoever else's name it is a part of; a plain word may go on.
  const isAlone = things.length + policies.length === 1;
  const [policy] = policies;
  if (policy && isAlone) return { policy };
  const [thing] = isAlone ? things : exact.length === 1 ? exact : [];
  const isWhole = thing && (isAlone || isId(thing, text) || text.includes("@"));
  return thing && isWhole ? { thing } : null;
}

function isId({ kind, key }: FoundThing, text: string): boolean {
  return kind === "address" || spellingsOfId(text).includes(key);
}
