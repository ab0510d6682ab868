/** Cuts a `$filter` into words, values and signs, each with its place. */
import { ODataProblem } from "./problem";

export type Token =
  | { kind: "word" | "text" | "number" | "time"; text: string; at: number }
  | { kind: "(" | ")" | "," | ":" | "/" | "end"; text: string; at: number };

const WORD = /[A-Za-z_@][\w@.]*/y;
const TIME = /\d{4}-\d\d-\d\dT?[\d:.]*(?:Z|[+-]\d\d:\d\d)?/iy;
const NUMBER = /-?\d+(?:\.\d+)?(?![\w-])/y;
const BLANK = /\s+/y;

/** @throws ODataProblem at the first character that begins nothing. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  for (;;) {
    at += match(BLANK)?.length ?? 0;
    if (at >= text.length) break;
    const token = readToken(text, at, match);
    tokens.push(token.token);
    at = token.end;
  }
  tokens.push({ kind: "end", text: "", at: text.length });
  return tokens;
}

function readToken(text: string, at: number, match: (pattern: RegExp) => string | undefined) {
  const character = text.charAt(at);
  if (character === "'") return readQuoted(text, at);
  if ("(),:/".includes(character)) {
    return { token: { kind: character as "(", text: character, at } satisfies Token, end: at + 1 };
  }
  for (const [kind, pattern] of [
    ["word", WORD],
    ["time", TIME],
    ["number", NUMBER],
  ] as const) {
    const found = match(pattern);
    if (found) return { token: { kind, text: found, at } satisfies Token, end: at + found.length };
  }
  throw new ODataProblem(`Syntax error: character '${character}' is not valid`, at);
}

/** A text in quotes; a quote inside it is doubled. */
function readQuoted(text: string, at: number): { token: Token; end: number } {
  let value = "";
  let from = at + 1;
  for (;;) {
    const quote = text.indexOf("'", from);
    if (quote < 0) throw new ODataProblem("There is an unterminated string literal", at);
    value += text.slice(from, quote);
    if (text[quote + 1] !== "'") return { token: { kind: "text", text: value, at }, end: quote + 1 };
    value += "'";
    from = quote + 2;
  }
}
