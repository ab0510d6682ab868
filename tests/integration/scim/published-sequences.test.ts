/**
 * The requests that two identity providers publish as theirs, in the order in which they send them: Entra ID in its guide
 * to SCIM endpoints, Okta in its reference of the protocol. Names are of the tenant's domain, as a customer's would be.
 */
import { describe, expect, it } from "vitest";
import { GROUP_SCHEMA, USER_SCHEMA } from "@/lib/scim/resource";
import { openProvider, patch } from "./provider";

const provider = openProvider();
const { call, nameOf, records, rolesOf } = provider;

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

interface Step {
  what: string;
  /** Method and path. `{user}` and so on stand for the ids of what was made, `{ada}` for a name. */
  request: string;
  body?: object;
  status: number;
  /** What the answer holds at least. */
  answer?: object;
  /** The name under which the made resource's id is known from here on. */
  made?: string;
  /** The action of the provisioning record that it leaves. */
  leaves?: string;
}

const page = (totalResults: number, ...Resources: object[]) => ({
  ...{ schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], totalResults, startIndex: 1 },
  Resources,
});

const ENTRA_USERS: readonly Step[] = [
  {
    what: "looks whether the user exists",
    request: 'GET Users?filter=userName eq "{ada}"',
    status: 200,
    answer: page(0),
  },
  {
    ...{ what: "creates the user", request: "POST Users", status: 201, made: "user", leaves: "create" },
    body: {
      ...{ schemas: [USER_SCHEMA, ENTERPRISE], externalId: "{external}", userName: "{ada}", active: true },
      ...{ emails: [{ primary: true, type: "work", value: "{ada}" }], meta: { resourceType: "User" }, roles: [] },
      name: { formatted: "Ada Berg", familyName: "Berg", givenName: "Ada" },
    },
    answer: { userName: "{ada}", externalId: "{external}", active: true, meta: { resourceType: "User" } },
  },
  { what: "reads the user", request: "GET Users/{user}", status: 200, answer: { id: "{user}", userName: "{ada}" } },
  {
    ...{ what: "finds the user by name", request: 'GET Users?filter=userName eq "{ada}"', status: 200 },
    answer: page(1, { id: "{user}" }),
  },
  {
    ...{ what: "finds the user by address", request: 'GET Users?filter=emails[type eq "work"].value eq "{ada}"' },
    ...{ status: 200, answer: page(1, { id: "{user}" }) },
  },
  {
    ...{ what: "changes properties with several values", request: "PATCH Users/{user}", status: 200, leaves: "update" },
    body: patch(
      { op: "Replace", path: 'emails[type eq "work"].value', value: "{bo}" },
      { op: "Replace", path: "name.familyName", value: "Lund" },
    ),
    answer: {
      name: { familyName: "Lund", givenName: "Ada" },
      emails: [{ value: "{bo}", type: "work", primary: true }],
    },
  },
  {
    ...{ what: "changes the user name", request: "PATCH Users/{user}", status: 200, leaves: "update" },
    ...{ body: patch({ op: "Replace", path: "userName", value: "{bo}" }), answer: { userName: "{bo}" } },
  },
  {
    ...{ what: "disables the user", request: "PATCH Users/{user}", status: 200, leaves: "disable" },
    ...{ body: patch({ op: "Replace", path: "active", value: false }), answer: { active: false } },
  },
  { what: "removes the user", request: "DELETE Users/{user}", status: 204, leaves: "delete" },
  { what: "finds the user no more", request: "GET Users/{user}", status: 404, answer: { status: "404" } },
];

const ENTRA_GROUPS: readonly Step[] = [
  { what: "reads the schemas", request: "GET Schemas", status: 200, answer: { totalResults: 3 } },
  {
    what: "creates a user",
    request: "POST Users",
    body: { userName: "{ada}" },
    status: 201,
    made: "user",
    leaves: "create",
  },
  {
    ...{
      what: "creates the group without members",
      request: "POST Groups",
      status: 201,
      made: "group",
      leaves: "create",
    },
    body: {
      schemas: [GROUP_SCHEMA, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
      ...{ externalId: "{external}", displayName: "Security Reader", meta: { resourceType: "Group" } },
    },
    answer: { externalId: "{external}", displayName: "Security Reader" },
  },
  {
    ...{ what: "reads the group", request: "GET Groups/{group}?excludedAttributes=members", status: 200 },
    answer: { id: "{group}", displayName: "Security Reader" },
  },
  {
    ...{ what: "finds the group by name", status: 200, answer: page(1, { id: "{group}" }) },
    request: 'GET Groups?excludedAttributes=members&filter=displayName eq "Security Reader"',
  },
  {
    ...{ what: "adds a member", request: "PATCH Groups/{group}", status: 200, leaves: "update" },
    body: patch({ op: "Add", path: "members", value: [{ $ref: null, value: "{user}" }] }),
  },
  {
    ...{ what: "asks whether somebody is a member", status: 200, answer: page(1, { id: "{group}" }) },
    request: 'GET Groups?excludedAttributes=members&filter=id eq "{group}" and members eq "{user}"',
  },
  {
    ...{ what: "renames the group", request: "PATCH Groups/{group}", status: 200, leaves: "update" },
    body: patch({ op: "Replace", path: "displayName", value: "Renamed" }),
  },
  {
    ...{ what: "takes the member out", request: "PATCH Groups/{group}", status: 200, leaves: "update" },
    body: patch({ op: "Remove", path: "members", value: [{ $ref: null, value: "{user}" }] }),
  },
  { what: "removes the group", request: "DELETE Groups/{group}", status: 204, leaves: "delete" },
];

const OKTA_USER = {
  ...{ schemas: [USER_SCHEMA], userName: "{ada}", displayName: "Ada Berg", locale: "en-US", active: true },
  ...{ name: { givenName: "Ada", familyName: "Berg" }, groups: [], externalId: "00u0abcdefgh1JKLM2n3" },
  emails: [{ primary: true, value: "{ada}", type: "work" }],
};

const OKTA_USERS: readonly Step[] = [
  {
    ...{ what: "looks whether the user exists", status: 200, answer: { ...page(0), itemsPerPage: 0 } },
    request: 'GET Users?filter=userName eq "{ada}"&startIndex=1&count=100',
  },
  {
    ...{ what: "creates the user", request: "POST Users", status: 201, made: "user", leaves: "create" },
    ...{ body: { ...OKTA_USER, password: "of no use" }, answer: { id: "{user}", userName: "{ada}", active: true } },
  },
  {
    ...{ what: "creates the user again", request: "POST Users", status: 409, leaves: "create" },
    ...{ body: OKTA_USER, answer: { status: "409", scimType: "uniqueness" } },
  },
  {
    what: "reads all users",
    request: "GET Users?startIndex=1&count=100",
    status: 200,
    answer: page(1, { id: "{user}" }),
  },
  { what: "reads the user", request: "GET Users/{user}", status: 200, answer: { id: "{user}" } },
  {
    ...{ what: "replaces the user", request: "PUT Users/{user}", status: 200, leaves: "update" },
    body: { ...OKTA_USER, id: "{user}", name: { givenName: "Ada", middleName: "Ina", familyName: "Berg" } },
    answer: { name: { givenName: "Ada", middleName: "Ina", familyName: "Berg" } },
  },
  {
    ...{ what: "deactivates the user", request: "PATCH Users/{user}", status: 200, leaves: "disable" },
    ...{ body: patch({ op: "replace", value: { active: false } }), answer: { active: false } },
  },
  {
    ...{ what: "activates the user", request: "PUT Users/{user}", status: 200, leaves: "update" },
    ...{ body: { ...OKTA_USER, id: "{user}" }, answer: { active: true } },
  },
];

const OKTA_GROUPS: readonly Step[] = [
  {
    what: "creates a user",
    request: "POST Users",
    body: { userName: "{ada}" },
    status: 201,
    made: "user",
    leaves: "create",
  },
  {
    what: "creates another",
    request: "POST Users",
    body: { userName: "{bo}" },
    status: 201,
    made: "other",
    leaves: "create",
  },
  {
    ...{ what: "pushes the group", request: "POST Groups", status: 201, made: "group", leaves: "create" },
    body: { schemas: [GROUP_SCHEMA], displayName: "Security Reader", members: [{ value: "{other}", display: "{bo}" }] },
    answer: { displayName: "Security Reader", members: [{ value: "{other}" }] },
  },
  {
    what: "reads all groups",
    request: "GET Groups?startIndex=1&count=100",
    status: 200,
    answer: page(1, { id: "{group}" }),
  },
  { what: "reads the group", request: "GET Groups/{group}", status: 200, answer: { id: "{group}" } },
  {
    ...{ what: "renames the group", request: "PATCH Groups/{group}", status: 200, leaves: "update" },
    body: patch({ op: "replace", value: { id: "{group}", displayName: "Reports Reader" } }),
    answer: { displayName: "Reports Reader" },
  },
  {
    ...{ what: "exchanges members", request: "PATCH Groups/{group}", status: 200, leaves: "update" },
    body: patch(
      { op: "remove", path: 'members[value eq "{other}"]' },
      { op: "add", path: "members", value: [{ value: "{user}", display: "{ada}" }] },
    ),
    answer: { members: [{ value: "{user}" }] },
  },
  {
    ...{ what: "pushes all members", request: "PATCH Groups/{group}", status: 200, leaves: "update" },
    body: patch({ op: "replace", path: "members", value: [{ value: "{user}" }, { value: "{other}" }] }),
  },
  {
    ...{ what: "replaces the group", request: "PUT Groups/{group}", status: 200, leaves: "update" },
    body: { schemas: [GROUP_SCHEMA], displayName: "Reports Reader", members: [{ value: "{user}", display: "{ada}" }] },
    answer: { members: [{ value: "{user}" }] },
  },
  { what: "removes the group", request: "DELETE Groups/{group}", status: 204, leaves: "delete" },
];

/** Sends one request after the other. @returns the ids of what was made. */
async function play(steps: readonly Step[]): Promise<Record<string, string>> {
  const known: Record<string, string> = {
    ...{ ada: nameOf("ada"), bo: nameOf("bo"), external: "0d5e6f70-1111-4222-8333-444455556666" },
  };
  const filled = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replace(/\{(\w+)\}/g, (all, name) => known[name] ?? all));
  for (const { what, request, body, status, answer, made, leaves } of steps) {
    const before = (await records()).length;
    const [method = "", ...rest] = filled(request).split(" ");
    const [path = "", query] = rest.join(" ").split("?");
    const got = await call(method, query ? `${path}?${new URLSearchParams(query)}` : path, body && filled(body));
    expect({ what, status: got.status, body: got.body }).toMatchObject({ what, status });
    if (made) known[made] = got.body.id;
    if (answer) expect(got.body, what).toMatchObject(filled(answer));
    const written = (await records()).slice(0, (await records()).length - before);
    const result = status < 400 ? "success" : "failure";
    expect(
      written.map((each) => `${each.action} ${each.status}`),
      what,
    ).toEqual(leaves ? [`${leaves} ${result}`] : []);
    for (const { record } of written) expect((record.provisioningSteps as unknown[]).length, what).toBeGreaterThan(1);
  }
  return known;
}

describe("the published requests", () => {
  it("of Entra ID manage a user from the first to the last day", async () => {
    const { user } = await play(ENTRA_USERS);
    const [account] = await provider.owner`select upn, disabled_at from users where user_id = ${user as string}`;
    expect(account).toMatchObject({ upn: nameOf("bo"), disabled_at: expect.any(Date) });
  });

  it("of Entra ID manage a group and its role", async () => {
    const { user } = await play(ENTRA_GROUPS);
    expect(await rolesOf(user as string)).toEqual([]);
  });

  it("of Okta manage a user, who is deactivated and never removed", async () => {
    const { user } = await play(OKTA_USERS);
    const [account] =
      await provider.owner`select disabled_at, password_hash from users where user_id = ${user as string}`;
    expect(account).toEqual({ disabled_at: null, password_hash: null });
  });

  it("of Okta manage a group and its role", async () => {
    const { user, other } = await play(OKTA_GROUPS);
    expect([await rolesOf(user as string), await rolesOf(other as string)]).toEqual([[], []]);
  });
});

describe("what a provider does wrong is told in the words of the RFC", () => {
  it.each<[string, string, object | string | undefined, number, string | undefined]>([
    [
      "an operation that is none",
      "PATCH Users/{user}",
      patch({ op: "swap", path: "active", value: true }),
      400,
      "invalidSyntax",
    ],
    [
      "a path that is none",
      "PATCH Users/{user}",
      patch({ op: "replace", path: "name.", value: "x" }),
      400,
      "invalidPath",
    ],
    [
      "a filter in a path that is none",
      "PATCH Users/{user}",
      patch({ op: "replace", path: 'emails[type eq "work].value', value: "x" }),
      400,
      "invalidFilter",
    ],
    ["a removal of nothing", "PATCH Users/{user}", patch({ op: "remove" }), 400, "noTarget"],
    [
      "a filter that matches nothing",
      "PATCH Users/{user}",
      patch({ op: "replace", path: 'emails[value co "none"].type', value: "x" }),
      400,
      "noTarget",
    ],
    ["no list of operations", "PATCH Users/{user}", { Operations: {} }, 400, "invalidSyntax"],
    [
      "a value of the wrong kind",
      "PATCH Users/{user}",
      patch({ op: "replace", path: "active", value: "perhaps" }),
      400,
      "invalidValue",
    ],
    ["a body that is no JSON", "PATCH Users/{user}", "{", 400, "invalidSyntax"],
    ["a filter without a value", "GET Users?filter=userName eq", undefined, 400, "invalidFilter"],
    ["an operator that is none", 'GET Users?filter=userName is "x"', undefined, 400, "invalidFilter"],
    ["an open bracket", 'GET Users?filter=emails[type eq "work"', undefined, 400, "invalidFilter"],
    ["garbage", "GET Groups?filter=)(", undefined, 400, "invalidFilter"],
    ["a number that is none", "GET Users?count=many", undefined, 400, "invalidValue"],
    [
      "an id that is none",
      "PATCH Users/'; drop table users; --",
      patch({ op: "replace", path: "active", value: true }),
      404,
      undefined,
    ],
  ])("%s", async (_, request, body, status, scimType) => {
    const { id } = (
      await call("POST", "Users", { userName: nameOf("ada"), emails: [{ type: "work", value: nameOf("ada") }] })
    ).body;
    const [method = "", ...rest] = request.replace("{user}", id).split(" ");
    const [path = "", query] = rest.join(" ").split("?");
    const answer = await call(method, query ? `${path}?${new URLSearchParams(query)}` : path, body);
    expect({ status: answer.status, scimType: answer.body.scimType, detail: answer.body.detail }).toMatchObject({
      status,
      scimType,
    });
    expect(answer.headers.get("content-type")).toBe("application/scim+json");
    expect(answer.body).toMatchObject({
      schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
      status: String(status),
    });
  });
});
