/**
 * The grammar of `$filter`, as far as the audit-log reports speak it: comparisons, `startsWith`, `any`, `and`, `or` and
 * parentheses. It knows no properties; `bind-filter.ts` does. By recursive descent, with the place of everything.
 */
import { readTokens, type Token } from "./filter-tokens";
import { ODataProblem } from "./problem";

export interface PathNode {
  /** `location/city`. */
  path: string;
  at: number;
}

export interface LiteralNode {
  kind: "text" | "number" | "time" | "word";
  text: string;
  at: number;
}

export type FilterNode =
  | { kind: "and"; of: FilterNode[]; at: number }
  | { kind: "or"; of: FilterNode[]; at: number }
  | { kind: "compare"; path: PathNode; operator: string; literal: LiteralNode; at: number }
  | { kind: "call"; name: string; path: PathNode; literal: LiteralNode; at: number }
  | { kind: "any"; path: PathNode; variable: string; body: FilterNode; at: number };

/** Longer ones are no question that a person or program has. */
export const MAX_FILTER_LENGTH = 8_000;
const MAX_DEPTH = 50;
const MAX_COMPARISONS = 200;
const OPERATORS = ["eq", "ne", "gt", "ge", "lt", "le", "in", "has"];

/** @throws ODataProblem that says what is wrong and where. */
export function parseFilter(text: string): FilterNode {
  if (text.length > MAX_FILTER_LENGTH) {
    throw new ODataProblem(`The filter is ${text.length} characters long; at most ${MAX_FILTER_LENGTH} are read`);
  }
  return new FilterParser(readTokens(text)).parse();
}

class FilterParser {
  #next = 0;
  #depth = 0;
  #comparisons = 0;

  constructor(readonly tokens: readonly Token[]) {}

  parse(): FilterNode {
    const node = this.#or();
    const { kind, text, at } = this.#peek();
    if (kind !== "end") throw new ODataProblem(`Syntax error: '${text}' is not expected here`, at);
    return node;
  }

  #or(): FilterNode {
    return this.#chain("or", () => this.#chain("and", () => this.#term()));
  }

  #chain(word: "and" | "or", part: () => FilterNode): FilterNode {
    const first = part();
    const of = [first];
    while (this.#isWord(word)) {
      this.#take();
      of.push(part());
    }
    return of.length === 1 ? first : { kind: word, of, at: first.at };
  }

  #term(): FilterNode {
    const token = this.#peek();
    if (token.kind === "(") return this.#inParentheses();
    if (token.kind !== "word") throw expected("a property", token);
    if (++this.#comparisons > MAX_COMPARISONS) {
      throw new ODataProblem(`The filter has more than ${MAX_COMPARISONS} comparisons`, token.at);
    }
    if (this.tokens[this.#next + 1]?.kind === "(") return this.#call();
    if (token.text.toLowerCase() === "not") throw new ODataProblem("The operator 'not' is not supported", token.at);
    const path = this.#path();
    return this.#peek().kind === "(" ? this.#lambda(path) : this.#comparison(path);
  }

  #inParentheses(): FilterNode {
    const { at } = this.#take();
    if (++this.#depth > MAX_DEPTH) throw new ODataProblem(`Parentheses nest more than ${MAX_DEPTH} deep`, at);
    const node = this.#or();
    this.#expect(")");
    this.#depth--;
    return node;
  }

  #comparison(path: PathNode): FilterNode {
    const operator = this.#take();
    const name = operator.text.toLowerCase();
    if (operator.kind !== "word" || !OPERATORS.includes(name)) throw expected("an operator such as eq", operator);
    if (name === "in" || name === "has") {
      throw new ODataProblem(`The operator '${name}' is not supported`, operator.at);
    }
    return { kind: "compare", path, operator: name, literal: this.#literal(), at: operator.at };
  }

  #call(): FilterNode {
    const { text: name, at } = this.#take();
    if (name.toLowerCase() === "not") throw new ODataProblem("The operator 'not' is not supported", at);
    if (name.toLowerCase() !== "startswith") {
      throw new ODataProblem(`The function '${name}' is not supported; startsWith is`, at);
    }
    this.#expect("(");
    const path = this.#path();
    this.#expect(",");
    const literal = this.#literal();
    this.#expect(")");
    this.#skipTrue();
    return { kind: "call", name: "startsWith", path, literal, at };
  }

  /** Some programs write `startsWith(…) eq true`. */
  #skipTrue(): void {
    if (!this.#isWord("eq")) return;
    this.#take();
    const literal = this.#literal();
    if (literal.kind === "word" && literal.text.toLowerCase() === "true") return;
    throw new ODataProblem("A function can only be compared with true", literal.at);
  }

  /** `path/any(t: …)`; the word `any` has been read as the path's last part. */
  #lambda({ path, at }: PathNode): FilterNode {
    const parts = path.split("/");
    const word = parts.pop() ?? "";
    const place = at + path.length - word.length;
    if (word.toLowerCase() !== "any") throw new ODataProblem(`The function '${word}' is not supported`, place);
    this.#expect("(");
    const variable = this.#take();
    if (variable.kind !== "word") throw expected("a name, as in any(t: t eq 'a')", variable);
    this.#expect(":");
    const body = this.#or();
    this.#expect(")");
    return { kind: "any", path: { path: parts.join("/"), at }, variable: variable.text, body, at: place };
  }

  #path(): PathNode {
    const first = this.#take();
    if (first.kind !== "word") throw expected("a property", first);
    let path = first.text;
    while (this.#peek().kind === "/") {
      this.#take();
      const part = this.#take();
      if (part.kind !== "word") throw expected("a property", part);
      path += `/${part.text}`;
    }
    return { path, at: first.at };
  }

  #literal(): LiteralNode {
    const token = this.#take();
    const { kind, text, at } = token;
    if (kind === "text" || kind === "number" || kind === "time" || kind === "word") return { kind, text, at };
    throw expected("a value", token);
  }

  #isWord(word: string): boolean {
    const { kind, text } = this.#peek();
    return kind === "word" && text.toLowerCase() === word;
  }

  #peek(): Token {
    return this.tokens[this.#next] as Token;
  }

  #take(): Token {
    const token = this.#peek();
    if (token.kind !== "end") this.#next++;
    return token;
  }

  #expect(kind: Token["kind"]): void {
    const token = this.#take();
    if (token.kind !== kind) throw expected(`'${kind}'`, token);
  }
}

function expected(what: string, { kind, text, at }: Token): ODataProblem {
  return new ODataProblem(`Syntax error: ${what} is expected, not ${kind === "end" ? "the end" : `'${text}'`}`, at);
}
