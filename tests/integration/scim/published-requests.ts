/**
 * The requests that two identity providers publish as theirs, in the order in which they send them: Entra ID in its guide
 * to SCIM endpoints, Okta in its reference of the protocol. Names are of the tenant's domain, as a customer's would be.
 */
import { GROUP_SCHEMA, USER_SCHEMA } from "@/lib/scim/resource";
import { patch } from "./provider";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

export interface Step {
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

export const ENTRA_USERS: readonly Step[] = [
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

export const ENTRA_GROUPS: readonly Step[] = [
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

export const OKTA_USERS: readonly Step[] = [
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

export const OKTA_GROUPS: readonly Step[] = [
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
