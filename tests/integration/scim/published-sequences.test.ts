/** What two identity providers publish as theirs is played, request by request. */
import { describe, expect, it } from "vitest";
import { openProvider, patch } from "./provider";
import { ENTRA_GROUPS, ENTRA_USERS, OKTA_GROUPS, OKTA_USERS, type Step } from "./published-requests";

const provider = openProvider();
const { call, nameOf, records, rolesOf } = provider;

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
