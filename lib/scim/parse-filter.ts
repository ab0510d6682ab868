/** SCIM's filters (RFC 7644, 3.4.2.2), from text to a tree. Every problem names its place. */
import { invalid } from "./problem";
import { type AttributePath, parsePath } from "./resource";

export type FilterOperator = "eq" | "ne" | "co" | "sw" | "ew" | "gt" | "ge" | "lt" | "le" | "pr";

export type ScimFilter =
  | { kind: "compare"; path: AttributePath; operator: FilterOperator; value: string | number | boolean | null }
  | { kind: "and" | "or"; left: ScimFilter; right: ScimFilter }
  | { kind: "not"; inner: ScimFilter }
  /** `emails[type eq "work"]`: one and the same value fulfils the inner filter. */
  | { kind: "values"; path: AttributePath; inner: ScimFilter };

const OPERATORS: ReadonlySet<string> = new Set(["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr"]);
const MOST_CHARACTERS = 2000;
/** A filter is read by recursion. */
const DEEPEST = 20;
const TOKEN = /\s*(?:([()[\]])|("(?:[^"\\]|\\.)*")|([^\s()[\]"]+))/y;

interface Token {
  sign?: string;
  text?: string;
  word?: string;
  at: number;
}

/** @throws ScimProblem `invalidFilter`. */
export function parseFilter(text: string): ScimFilter {
  if (text.length > MOST_CHARACTERS) throw problem(`is longer than ${MOST_CHARACTERS} characters`, 0);
  const reader = new Reader(tokensOf(text), text.length);
  const filter = reader.or(0);
  reader.end();
  return filter;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== "") {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw problem("cannot be read", at);
    const [whole, sign, quoted, word] = found;
    const start = at + (whole.length - whole.trimStart().length);
    if (sign) tokens.push({ sign, at: start });
    else if (quoted) tokens.push({ text: unquoted(quoted, start), at: start });
    else tokens.push({ word: word ?? "", at: start });
    at += whole.length;
  }
  return tokens;
}

function unquoted(quoted: string, at: number): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw problem("has a text that is no JSON string", at);
  }
}

function problem(what: string, at: number) {
  return invalid("invalidFilter", `The filter ${what}, at character ${at + 1}.`);
}

class Reader {
  #next = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly length: number,
  ) {}

  or(depth: number): ScimFilter {
    let left = this.#and(depth);
    while (this.#takeWord("or")) left = { kind: "or", left, right: this.#and(depth) };
    return left;
  }

  end(): void {
    const token = this.tokens[this.#next];
    if (token) throw problem("goes on where it should end", token.at);
  }

  #and(depth: number): ScimFilter {
    let left = this.#term(depth);
    while (this.#takeWord("and")) left = { kind: "and", left, right: this.#term(depth) };
    return left;
  }

  #term(depth: number): ScimFilter {
    if (depth > DEEPEST) throw problem(`is nested deeper than ${DEEPEST} levels`, this.#at());
    if (this.#takeSign("(")) return this.#closed(this.or(depth + 1), ")");
    const token = this.tokens[this.#next];
    if (token?.word?.toLowerCase() === "not" && this.tokens[this.#next + 1]?.sign === "(") {
      this.#next += 2;
      return { kind: "not", inner: this.#closed(this.or(depth + 1), ")") };
    }
    return this.#comparison(depth);
  }

  #comparison(depth: number): ScimFilter {
    const at = this.#at();
    const path = parsePath(this.#word("an attribute"));
    if (!path) throw problem("has something that is no attribute", at);
    if (this.#takeSign("[")) return this.#values(path, this.#closed(this.or(depth + 1), "]"));
    return this.#compared(path);
  }

  /** Behind the brackets, Entra ID goes on: `emails[type eq "work"].value eq "x"` means a value that fulfils both. */
  #values(path: AttributePath, inner: ScimFilter): ScimFilter {
    const { word = "", at = 0 } = this.tokens[this.#next] ?? {};
    if (!word.startsWith(".")) return { kind: "values", path, inner };
    this.#next++;
    const sub = parsePath(word.slice(1));
    if (!sub || sub.sub !== undefined) throw problem("has something that is no attribute", at);
    return { kind: "values", path, inner: { kind: "and", left: inner, right: this.#compared(sub) } };
  }

  #compared(path: AttributePath): ScimFilter {
    const operatorAt = this.#at();
    const operator = this.#word("an operator").toLowerCase();
    if (!OPERATORS.has(operator)) throw problem(`has an unknown operator “${operator.slice(0, 20)}”`, operatorAt);
    if (operator === "pr") return { kind: "compare", path, operator, value: null };
    return { kind: "compare", path, operator: operator as FilterOperator, value: this.#value() };
  }

  #value(): string | number | boolean | null {
    const token = this.tokens[this.#next++];
    if (token?.text !== undefined) return token.text;
    const word = token?.word?.toLowerCase();
    if (word === "true" || word === "false") return word === "true";
    if (word === "null") return null;
    if (word !== undefined && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(word)) return Number(word);
    throw problem("needs a value: a text in double quotes, a number, true, false or null", token?.at ?? this.length);
  }

  #closed(inner: ScimFilter, sign: string): ScimFilter {
    if (!this.#takeSign(sign)) throw problem(`lacks a “${sign}”`, this.#at());
    return inner;
  }

  #word(what: string): string {
    const token = this.tokens[this.#next];
    if (token?.word === undefined) throw problem(`needs ${what}`, token?.at ?? this.length);
    this.#next++;
    return token.word;
  }

  #takeWord(word: string): boolean {
    if (this.tokens[this.#next]?.word?.toLowerCase() !== word) return false;
    this.#next++;
    return true;
  }

  #takeSign(sign: string): boolean {
    if (this.tokens[this.#next]?.sign !== sign) return false;
    this.#next++;
    return true;
  }

  #at(): number {
    return this.tokens[this.#next]?.at ?? this.length;
  }
}
