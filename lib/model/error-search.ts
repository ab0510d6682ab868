/** Finding error codes by name or words, or by the beginning of a number. */
import { ERROR_EXPLANATIONS, type ErrorExplanation, errorClass } from "./error-catalogue";

/** More words than these make no search better, only longer. */
const MAX_TERMS = 12;

/** What a hit is worth by where it is; as a whole word it is worth more than as the beginning of one. */
const WEIGHTS = { name: 8, reason: 8, class: 4, explanation: 3, remedy: 1 };
const WHOLE_WORD = 1.5;
/** Shorter ones begin too much. */
const MIN_BEGINNING_CHARS = 3;
/** The reason has the words as they stand. */
const SAME_PHRASE = 1.5;
/** Without every word, a code is still shown when it comes this near to the best. */
const NEAR_ENOUGH = 0.6;
const MIN_NAME_PIECE_CHARS = 4;

/** What people write, and how the texts of the catalogue put it. */
const PUT_AS: readonly (readonly [RegExp, string])[] = [
  [/\b(mfa|2fa|(multi|two)[\s-]?factor)\b/g, "second factor"],
  [/\bsso\b/g, "single sign-on"],
  [/\b(log|sign)[\s-]?(in|on)s?\b/g, "sign-in"],
  [/\b(redirect|reply) ur[il]s?\b/g, "reply address"],
  [/\bip\b/g, "address"],
  [/\bur[il]s?\b/g, "address"],
  [/\b(user) ?name\b/g, "user name"],
  [/\bidp\b/g, "identity provider"],
  [/\block(ed)?[\s-]?out\b/g, "locked"],
  [/\bforgot(ten)?\b/g, "forgotten"],
  [/\bpwd\b/g, "password"],
  [/\b(organi|authori|synchroni)z/g, "$1s"],
];
const UNTOLD = new Set(
  "a an and are at be been by code could did do does error for from has have in is it my of on or the this to was were with".split(
    " ",
  ),
);

export interface ErrorSearchResult {
  /** The best first. */
  found: ErrorExplanation[];
  /** Some of them have every word that was asked for; false where no code has them all. */
  everyWord: boolean;
}

export function searchErrors(text: string): ErrorSearchResult {
  const terms = termsOf(text);
  const name = text.toLowerCase().replace(/\s/g, "");
  const named = INDEX.filter((entry) => entry.name !== "" && entry.name === name);
  if (named.length > 0) return { found: named.map(({ explanation }) => explanation), everyWord: true };
  const scored = scoresOf(terms);
  if (scored.length === 0) return { found: inNames(name), everyWord: true };
  const near = scored[0]!.score * NEAR_ENOUGH;
  const kept = scored.filter(({ hits, score }) => hits === terms.length || score >= near);
  return {
    found: kept.map(({ explanation }) => explanation),
    everyWord: scored.some(({ hits }) => hits === terms.length),
  };
}

/** What has any of the words, the best first: rare words count for more, and of equals the one that says least else. */
function scoresOf(terms: readonly string[]) {
  const scored = INDEX.map(({ explanation }) => ({ explanation, hits: 0, score: 0 }));
  for (const term of terms) {
    const hits = INDEX.map((entry) => bestHit(entry, term));
    const rarity = Math.log(1 + INDEX.length / hits.filter(Boolean).length);
    for (const [index, hit] of hits.entries()) {
      if (hit === 0) continue;
      scored[index]!.hits += 1;
      scored[index]!.score += hit * rarity;
    }
  }
  const phrase = terms.join(" ");
  for (const entry of scored) if (entry.explanation.reason.toLowerCase().includes(phrase)) entry.score *= SAME_PHRASE;
  return scored
    .filter(({ hits }) => hits > 0)
    .sort(
      (a, b) =>
        b.score - a.score ||
        a.explanation.reason.length - b.explanation.reason.length ||
        a.explanation.code - b.explanation.code,
    );
}

/** A piece of a name, written together as names are. */
function inNames(piece: string): ErrorExplanation[] {
  if (piece.length < MIN_NAME_PIECE_CHARS) return [];
  return INDEX.filter(({ name }) => name.includes(piece)).map(({ explanation }) => explanation);
}

/** The codes whose number begins with these digits. */
export function errorsBeginningWith(digits: string): ErrorExplanation[] {
  return ERROR_EXPLANATIONS.filter(({ code }) => String(code).startsWith(digits)).sort((a, b) => a.code - b.code);
}

interface IndexedError {
  explanation: ErrorExplanation;
  name: string;
  words: Record<keyof typeof WEIGHTS, readonly string[]>;
}

const INDEX: readonly IndexedError[] = ERROR_EXPLANATIONS.map((explanation) => {
  const { label, searchWords } = errorClass(explanation.class);
  return {
    explanation,
    name: explanation.name?.toLowerCase() ?? "",
    words: {
      name: wordsOf(explanation.name?.replace(/([a-z0-9])([A-Z])/g, "$1 $2") ?? ""),
      reason: wordsOf(explanation.reason),
      class: wordsOf(`${label} ${searchWords}`),
      explanation: wordsOf(explanation.explanation),
      remedy: wordsOf(explanation.remedy),
    },
  };
});

function termsOf(text: string): string[] {
  const put = PUT_AS.reduce((sofar, [pattern, words]) => sofar.replace(pattern, words), text.toLowerCase());
  const words = [...new Set(wordsOf(put))];
  const telling = words.filter((word) => !UNTOLD.has(word));
  return (telling.length > 0 ? telling : words).slice(0, MAX_TERMS);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function bestHit({ words }: IndexedError, term: string): number {
  let best = 0;
  for (const [field, weight] of Object.entries(WEIGHTS) as [keyof typeof WEIGHTS, number][]) {
    for (const word of words[field]) {
      if (word === term || (term.length >= MIN_BEGINNING_CHARS && word.startsWith(term)))
        best = Math.max(best, word === term ? weight * WHOLE_WORD : weight);
    }
  }
  return best;
}
