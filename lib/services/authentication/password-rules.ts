/** Which passwords may be chosen. */
import { InvalidInputError } from "@/lib/model/errors";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "./password-hash";

/** Of 0 to 4: below this a password falls to less than a hundred million guesses. */
const LEAST_SCORE = 3;
/** What follows makes no weak password strong, and looking at it costs time. */
const JUDGED_LENGTH = 64;

type Judge = (password: string, known: string[]) => number;

let judging: Promise<Judge> | undefined;

/** The lists take memory: loaded by those processes only in which somebody chooses a password. */
function judge(): Promise<Judge> {
  judging ??= (async () => {
    const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
      import("@zxcvbn-ts/core"),
      import("@zxcvbn-ts/language-common"),
    ]);
    const estimate = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
    return (password, known) => estimate.check(password.slice(0, JUDGED_LENGTH), known).score;
  })();
  return judging;
}

/** What others know of whoever chooses a password. */
export interface KnownOfUser {
  upn: string;
  displayName: string;
  /** Absent where an operator sets it up for somebody, who is to choose another one. */
  tenantName?: string;
}

/** Shorter words stand in every text. */
const SHORTEST_WORD = 3;

/** What is tried first with this account: its names, where people choose its organisation's and ours, whole and by word. */
function knownWords({ upn, displayName, tenantName }: KnownOfUser): string[] {
  const ofMany = tenantName === undefined ? [] : [tenantName, "Signbook"];
  const texts = [upn, ...upn.split("@"), displayName, ...ofMany];
  const words = texts.flatMap((text) => [text, text.replace(/[^\p{L}\p{N}]+/gu, ""), ...text.split(/[^\p{L}\p{N}]+/u)]);
  return [...new Set(words.map(comparable))].filter(({ length }) => length >= SHORTEST_WORD);
}

function comparable(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Signs that are put in a letter's place. */
const STAND_INS: Readonly<Record<string, string>> = { a: "4@", e: "3", i: "1!", l: "1", o: "0", s: "5$", t: "7" };

function patternOf(word: string): string {
  const written = (sign: string) => `\\u{${sign.codePointAt(0)?.toString(16)}}`;
  return [...word].map((sign) => `[${[sign, ...(STAND_INS[sign] ?? "")].map(written).join("")}]`).join("");
}

/** What is left of a password when everything that others know is taken out; the longest first. */
function unknownPart(password: string, known: string[]): string {
  const longestFirst = known.toSorted((one, other) => other.length - one.length);
  return comparable(password).replace(new RegExp(longestFirst.map(patternOf).join("|"), "gu"), "");
}

/**
 * Requires that a new password is long enough and none of those that are tried first: common ones, keyboard rows,
 * repetitions, and what others know of the person. What they know counts for nothing, however many signs stand between:
 * the rest alone must be hard to guess.
 * @throws InvalidInputError with the problem under `password`.
 */
export async function requireGoodPassword(password: string, user: KnownOfUser): Promise<void> {
  const refuse = (problem: string) => new InvalidInputError({ password: `Password: ${problem}` });
  if (password.length < PASSWORD_MIN_LENGTH) throw refuse(`at least ${PASSWORD_MIN_LENGTH} characters.`);
  if (password.length > PASSWORD_MAX_LENGTH) throw refuse(`at most ${PASSWORD_MAX_LENGTH} characters.`);
  const known = knownWords(user);
  const rest = unknownPart(password, known);
  const score = await judge();
  if (score(rest, known) < LEAST_SCORE && rest.length <= password.length / 2) {
    throw refuse(
      "it is mostly a name that others know: the account’s, its owner’s, the organisation’s or Signbook’s. Three or four words that do not belong together make a good one.",
    );
  }
  if (Math.min(score(rest, known), score(password, known)) < LEAST_SCORE) {
    throw refuse("it is too easy to guess. Three or four words that do not belong together make a good one.");
  }
}
