import { describe, expect, it } from "vitest";
import { applyPatch } from "@/lib/scim/patch";
import { PATCH_SCHEMA, type ScimObject } from "@/lib/scim/resource";

const patch = (...operations: object[]) => ({ schemas: [PATCH_SCHEMA], Operations: operations });

const ADA: ScimObject = {
  id: "1",
  userName: "ada@acorn.example",
  active: true,
  name: { givenName: "Ada", familyName: "Berg" },
  emails: [{ type: "work", value: "ada@acorn.example", primary: true }],
};
const GROUP: ScimObject = { id: "9", displayName: "Readers", members: [{ value: "1" }, { value: "2" }] };

describe("a PATCH", () => {
  it.each<[string, ScimObject, object[], ScimObject]>([
    ["Entra ID: text for a boolean", ADA, [{ op: "Replace", path: "active", value: "False" }], { active: "False" }],
    [
      "Entra ID: a part of a name and a value of a list",
      ADA,
      [
        { op: "Replace", path: "name.familyName", value: "Lund" },
        { op: "Replace", path: 'emails[type eq "work"].value', value: "ada.lund@acorn.example" },
      ],
      {
        name: { givenName: "Ada", familyName: "Lund" },
        emails: [{ type: "work", value: "ada.lund@acorn.example", primary: true }],
      },
    ],
    [
      "Entra ID: a value of a list that is not there yet",
      ADA,
      [{ op: "Add", path: 'phoneNumbers[type eq "mobile"].value', value: "+47" }],
      { phoneNumbers: [{ type: "mobile", value: "+47" }] },
    ],
    [
      "Entra ID: dotted names without a path",
      ADA,
      [{ op: "Add", value: { "name.givenName": "Ida", title: "Dr" } }],
      { title: "Dr", name: { givenName: "Ida", familyName: "Berg" } },
    ],
    ["Okta: whole values without a path", ADA, [{ op: "replace", value: { active: false } }], { active: false }],
    [
      "an extension",
      ADA,
      [{ op: "add", path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", value: "R" }],
      { "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { department: "R" } },
    ],
    [
      "members added",
      GROUP,
      [{ op: "add", path: "members", value: [{ value: "3" }, { value: "1" }] }],
      {
        members: [{ value: "1" }, { value: "2" }, { value: "3" }],
      },
    ],
    [
      "members removed by a filter",
      GROUP,
      [{ op: "remove", path: 'members[value eq "1"]' }],
      {
        members: [{ value: "2" }],
      },
    ],
    [
      "Entra ID: members removed by value",
      GROUP,
      [{ op: "Remove", path: "members", value: [{ $ref: null, value: "2" }] }],
      { members: [{ value: "1" }] },
    ],
    [
      "Okta: the name, with the id that it has",
      GROUP,
      [{ op: "replace", value: { id: "9", displayName: "New" } }],
      {
        displayName: "New",
      },
    ],
    ["an attribute removed", ADA, [{ op: "remove", path: "emails" }], { emails: undefined as never }],
  ])("%s", (_, resource, operations, expected) => {
    const before = structuredClone(resource);
    const after = applyPatch(resource, patch(...operations));
    for (const [name, value] of Object.entries(expected)) expect(after[name]).toEqual(value);
    expect(resource).toEqual(before);
  });

  it.each([
    ["no body", null, "invalidSyntax"],
    ["no schema", { Operations: [{ op: "add", value: {} }] }, "invalidSyntax"],
    ["no operations", { schemas: [PATCH_SCHEMA] }, "invalidSyntax"],
    ["an unknown operation", patch({ op: "move", path: "active", value: 1 }), "invalidSyntax"],
    ["remove without a path", patch({ op: "remove" }), "noTarget"],
    ["a path that is none", patch({ op: "replace", path: "a..b", value: 1 }), "invalidPath"],
    ["a path to a prototype", patch({ op: "replace", path: "__proto__.x", value: 1 }), "invalidPath"],
    ["a filter that is none", patch({ op: "replace", path: "emails[type].value", value: 1 }), "invalidFilter"],
    ["the id", patch({ op: "replace", path: "id", value: "2" }), "mutability"],
    ["another id", patch({ op: "replace", value: { id: "2" } }), "mutability"],
    ["no value", patch({ op: "replace", path: "active" }), "invalidValue"],
    [
      "a selection without a hit",
      patch({ op: "replace", path: 'emails[type ne "work"].value', value: "x" }),
      "noTarget",
    ],
  ])("that cannot be used is refused: %s", (_, body, scimType) => {
    expect(() => applyPatch(ADA, body)).toThrowError(expect.objectContaining({ scimType }));
  });
});
