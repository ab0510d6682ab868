/**
 * Finding the place where a text stops being JSON. `JSON.parse` decides what is valid; its messages name the place in
 * some cases only, and differently in each version of Node, so the place is looked for here, after it has refused.
 */

export interface SyntaxProblem {
  /** Index in the text, in UTF-16 units. */
  offset: number;
  /** What is wrong, as the end of a sentence: `a comma before "}"`. */
  problem: string;
}

const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.]))/y;
const BLANK = /[ \t\r\n]*/y;

type Expected = "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or end" | "end of text";

/** The first place where the text is not JSON, or undefined when it is one JSON value. */
export function findSyntaxProblem(text: string): SyntaxProblem | undefined {
  const open: string[] = [];
  let expected: Expected = "value";
  let at = 0;
  while (true) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const start = startOfToken(text, at);
    if (!match) return endOrGarbage(text, start, expected);
    const token = match[1] ?? (match[2] === undefined ? "scalar" : "string");
    const next = follow(token, expected, open);
    if (next === undefined) return { offset: start, problem: misplaced(text, start, expected) };
    expected = next;
    at = TOKEN.lastIndex;
  }
}

function startOfToken(text: string, at: number): number {
  BLANK.lastIndex = at;
  BLANK.exec(text);
  return BLANK.lastIndex;
}

function endOrGarbage(text: string, start: number, expected: Expected): SyntaxProblem | undefined {
  if (start < text.length) return { offset: start, problem: misplaced(text, start, expected) };
  return expected === "end of text" ? undefined : { offset: start, problem: "the text ends too early" };
}

function misplaced(text: string, start: number, expected: Expected): string {
  const found = text.codePointAt(start);
  const shown = found === 0x22 ? "this string" : JSON.stringify(String.fromCodePoint(found ?? 0xfffd));
  if (expected === "end of text") return `${shown} stands after the end of the value`;
  return `${shown} stands where a ${expected} is due`;
}

/** What may come after this token, or undefined when the token may not stand here. */
function follow(token: string, expected: Expected, open: string[]): Expected | undefined {
  const wantsValue = expected === "value" || expected === "value or ]";
  switch (token) {
    case "{":
    case "[":
      if (!wantsValue) return undefined;
      open.push(token);
      return token === "{" ? "key or }" : "value or ]";
    case "}":
      return closes(open, "{", expected === "key or }" || expected === "comma or end");
    case "]":
      return closes(open, "[", expected === "value or ]" || expected === "comma or end");
    case ":":
      return expected === "colon" ? "value" : undefined;
    case ",":
      return expected === "comma or end" ? afterComma(open) : undefined;
    default:
      if (token === "string" && expected.startsWith("key")) return "colon";
      return wantsValue ? afterValue(open) : undefined;
  }
}

function closes(open: string[], bracket: string, allowed: boolean): Expected | undefined {
  if (!allowed || open.at(-1) !== bracket) return undefined;
  open.pop();
  return afterValue(open);
}

function afterComma(open: string[]): Expected {
  return open.at(-1) === "{" ? "key" : "value";
}

function afterValue(open: string[]): Expected {
  return open.length === 0 ? "end of text" : "comma or end";
}
