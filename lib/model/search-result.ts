/** What a search of everything found. */
import { spellingsOfId } from "./search-text";
import type { SignInListItem } from "./sign-in-view";
import type { FoundThing } from "./things";

export interface SearchResult {
  text: string;
  /** The block of addresses that was typed: it has a page whether or not anybody came from there. */
  block: string | null;
  /** What is called so, exact ones first; of each kind at most so many as a page lists. */
  things: readonly FoundThing[];
  /** Some kind has more of them. */
  moreThings: boolean;
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
export type OnlyHit = { record: SignInListItem } | { thing: FoundThing } | { block: string };

export function onlyHit({ text, block, things, records, correlated }: SearchResult): OnlyHit | null {
  if (block !== null) return { block };
  if (correlated.length > 0) return null;
  const [record] = records;
  const exact = things.filter((thing) => thing.exact);
  if (record) return records.length === 1 && exact.length === 0 ? { record } : null;
  // A whole id, address or user name means that one, whoever else's name it is a part of; a plain word may go on.
  const [thing] = things.length === 1 ? things : exact.length === 1 ? exact : [];
  const isWhole = thing && (things.length === 1 || isId(thing, text) || text.includes("@"));
  return thing && isWhole ? { thing } : null;
}

function isId({ kind, key }: FoundThing, text: string): boolean {
  return kind === "address" || spellingsOfId(text).includes(key);
}
