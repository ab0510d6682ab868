import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openPosition, signPosition } from "@/lib/access/signed-position";

const BOUND_TO = ["a tenant", "a log", { status: "failure" }];
const contents = z.tuple([z.number(), z.string()]);
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

describe("a signed place in a list", () => {
  let token: string;

  beforeAll(() => {
    process.env.AUTH_SECRET = "a secret of the tests, long enough to be one";
    token = signPosition(BOUND_TO, [12, "ä"]);
  });

  it("opens for what it belongs to", () => {
    expect(openPosition(BOUND_TO, token, contents)).toEqual([12, "ä"]);
  });

  it.each([
    ["another tenant", ["another tenant", "a log", { status: "failure" }]],
    ["other filters", ["a tenant", "a log", { status: "success" }]],
    ["more than that", [...BOUND_TO, "more"]],
    ["less than that", BOUND_TO.slice(0, 2)],
  ])("does not open for %s", (_, other) => {
    expect(openPosition(other, token, contents)).toBeUndefined();
  });

  it("does not open with any one character changed, not even in the bits that decoding ignores", () => {
    for (let at = 0; at < token.length; at++) {
      for (const character of ALPHABET) {
        if (character === token[at]) continue;
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        expect(openPosition(BOUND_TO, changed, contents), changed).toBeUndefined();
      }
    }
  });

  it.each<[string, (token: string) => string]>([
    ["nothing in it", () => ""],
    ["a signature too many", (token) => `${token}.${token.split(".")[1]}`],
    ["no signature", (token) => token.split(".")[0] ?? ""],
    ["padding", (token) => `${token}==`],
  ])("does not open with %s", (_, change) => {
    expect(openPosition(BOUND_TO, change(token), contents)).toBeUndefined();
  });
});
