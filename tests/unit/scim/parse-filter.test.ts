import { describe, expect, it } from "vitest";
import { matches } from "@/lib/scim/match";
import { parseFilter } from "@/lib/scim/parse-filter";
import { ScimProblem } from "@/lib/scim/problem";

const ADA = {
  id: "1",
  externalId: "Ext-1",
  userName: "Ada@acorn.example",
  active: true,
  name: { familyName: "Berg" },
  emails: [
    { type: "work", value: "ada@acorn.example" },
    { type: "home", value: "ada@home.example" },
  ],
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { department: "Research" },
};

describe("a filter", () => {
  it.each([
    ['userName eq "ada@ACORN.example"', true],
    ['USERNAME EQ "ada@acorn.example"', true],
    ['externalId eq "ext-1"', false],
    ['externalId eq "Ext-1"', true],
    ['userName sw "ada" and active eq true', true],
    ['userName sw "bo" or name.familyName co "er"', true],
    ['not (userName ew "acorn.example")', false],
    ["title pr", false],
    ["name.familyName pr and not (title pr)", true],
    ['emails[type eq "work" and value co "home"]', false],
    ['emails[type eq "home" and value co "home"]', true],
    ['emails[type eq "home"].value eq "ADA@home.example"', true],
    ['emails[type eq "work"].value eq "ada@home.example" or active eq false', false],
    ['emails co "home.example"', true],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ada@acorn.example"', true],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "research"', true],
    ['userName eq "a" or userName eq "b" and active eq true', false],
    ['(userName eq "a" or active eq true) and id gt "0"', true],
    ["title eq null", true],
    ['userName ne "bo"', true],
  ])("%s", (text, expected) => {
    expect(matches(parseFilter(text), ADA)).toBe(expected);
  });

  it.each([
    ["", "attribute"],
    ["userName", "operator"],
    ["userName like x", "unknown operator"],
    ["userName eq", "needs a value"],
    ["userName eq ada", "needs a value"],
    ['userName eq "ada', "character"],
    ['(userName eq "a"', "lacks"],
    ['userName eq "a" garbage', "goes on"],
    ['emails[type eq "work"', "lacks"],
    ['emails[type eq "work"].', "no attribute"],
    ['emails[type eq "work"].value', "operator"],
    ['emails[type eq "work"].a.b eq "x"', "no attribute"],
    ['__proto__ eq "x"', "no attribute"],
    [`${"(".repeat(40)}userName pr${")".repeat(40)}`, "nested deeper"],
    [`userName eq "${"a".repeat(3000)}"`, "longer than"],
  ])("that cannot be used is refused with its place: %s", (text, told) => {
    const parse = () => parseFilter(text);
    expect(parse).toThrow(ScimProblem);
    expect(parse).toThrow(told);
  });
});
