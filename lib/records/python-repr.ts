/**
 * Reads what Python's `repr` makes of dicts and lists: `{'a': None, 'b': [True, 1.5]}`. Notebooks that save tables write
 * nested columns so; it is not JSON and no simple replacement of quotes makes it JSON.
 */
import type { JsonValue } from "@/lib/model/sign-in-record";

const TOKEN =
  /\s*(?:([{}[\]():,])|'([^'\\]*(?:\\[\s\S][^'\\]*)*)'|"([^"\\]*(?:\\[\s\S][^"\\]*)*)"|(None|True|False|nan|inf|-inf)\b|(-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?))/y;
const CONSTANTS: Readonly<Record<string, JsonValue>> = { None: null, True: true, False: false };
const MAX_DEPTH = 50;

class NotPython extends Error {}

/** The value, or undefined when the text is not one. `nan` and `inf` become null. */
export function parsePythonRepr(text: string): JsonValue | undefined {
  try {
    const reader = new Reader(text);
    const value = reader.value(reader.next(), 0);
    return reader.atEnd() ? value : undefined;
  } catch (error) {
    if (error instanceof NotPython) return undefined;
    throw error;
  }
}

type Token = { mark: string } | { value: JsonValue };

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  atEnd(): boolean {
    return this.text.slice(this.at).trim() === "";
  }

  next(): Token {
    TOKEN.lastIndex = this.at;
    const match = TOKEN.exec(this.text);
    if (!match) throw new NotPython();
    this.at = TOKEN.lastIndex;
    const [, mark, single, double, word, number] = match;
    if (mark !== undefined) return { mark };
    const quoted = single ?? double;
    if (quoted !== undefined) return { value: unescapeText(quoted) };
    return { value: word === undefined ? Number(number) : (CONSTANTS[word] ?? null) };
  }

  value(token: Token, depth: number): JsonValue {
    if ("value" in token) return token.value;
    if (depth > MAX_DEPTH) throw new NotPython();
    if (token.mark === "{") return this.dict(depth);
    if (token.mark === "[") return this.list("]", depth);
    if (token.mark === "(") return this.list(")", depth);
    throw new NotPython();
  }

  private dict(depth: number): JsonValue {
    const entries: [string, JsonValue][] = [];
    let token = this.next();
    while (!isMark(token, "}")) {
      const key = this.value(token, MAX_DEPTH + 1);
      if (typeof key !== "string" || !isMark(this.next(), ":")) throw new NotPython();
      entries.push([key, this.value(this.next(), depth + 1)]);
      token = this.afterItem("}");
    }
    return Object.fromEntries(entries);
  }

  private list(end: string, depth: number): JsonValue {
    const items: JsonValue[] = [];
    let token = this.next();
    while (!isMark(token, end)) {
      items.push(this.value(token, depth + 1));
      token = this.afterItem(end);
    }
    return items;
  }

  /** The token that begins the next item, or the end mark; a comma before the end mark is allowed. */
  private afterItem(end: string): Token {
    const token = this.next();
    if (isMark(token, end)) return token;
    if (!isMark(token, ",")) throw new NotPython();
    return this.next();
  }
}

function isMark(token: Token, mark: string): boolean {
  return "mark" in token && token.mark === mark;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", a: "\x07", b: "\b", f: "\f", v: "\v" };

function unescapeText(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g,
    (whole, x?: string, u?: string, long?: string, single?: string) => {
      const hex = x ?? u ?? long;
      if (hex === undefined) return ESCAPES[single!] ?? ("\\'\"".includes(single!) ? single! : whole);
      const code = Number.parseInt(hex, 16);
      return code > 0x10ffff ? "\uFFFD" : String.fromCodePoint(code);
    },
  );
}
