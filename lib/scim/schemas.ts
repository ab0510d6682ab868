/** What the provisioning endpoint says of itself (RFC 7643, 5 to 7). */
import { ENTERPRISE_SCHEMA, GROUP_SCHEMA, type ScimObject, USER_SCHEMA } from "./resource";

const CONFIG_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
const TYPE_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
const SCHEMA_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Schema";

export function serviceProviderConfig(address: (path: string) => string, maxResults: number): ScimObject {
  return {
    schemas: [CONFIG_SCHEMA],
    documentationUri: address("../../docs/api"),
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: false },
    authenticationSchemes: [
      {
        ...{
          type: "oauthbearertoken",
          name: "Bearer token",
          primary: true,
          specUri: "https://www.rfc-editor.org/rfc/rfc6750",
        },
        description: "A token that an administrator of the tenant makes on the page Settings, Provisioning.",
      },
    ],
    meta: { resourceType: "ServiceProviderConfig", location: address("ServiceProviderConfig") },
  };
}

export function resourceTypes(address: (path: string) => string): ScimObject[] {
  const type = (name: "User" | "Group", schema: string, schemaExtensions: ScimObject[]): ScimObject => ({
    ...{ schemas: [TYPE_SCHEMA], id: name, name, endpoint: `/${name}s`, schema, schemaExtensions },
    description: name === "User" ? "An account of the tenant" : "A group whose members may have a role",
    meta: { resourceType: "ResourceType", location: address(`ResourceTypes/${name}`) },
  });
  return [type("User", USER_SCHEMA, [{ schema: ENTERPRISE_SCHEMA, required: false }]), type("Group", GROUP_SCHEMA, [])];
}

interface Traits {
  type?: "string" | "boolean" | "complex" | "reference";
  multiValued?: boolean;
  required?: boolean;
  caseExact?: boolean;
  mutability?: "readWrite" | "readOnly" | "immutable";
  uniqueness?: "none" | "server";
  subAttributes?: ScimObject[];
}

function attribute(name: string, description: string, traits: Traits = {}): ScimObject {
  const { type = "string", multiValued = false, required = false, caseExact = false } = traits;
  const { mutability = "readWrite", uniqueness = "none", subAttributes } = traits;
  return {
    ...{ name, type, multiValued, description, required, caseExact, mutability, returned: "default", uniqueness },
    ...(subAttributes && { subAttributes }),
  };
}

const list = (name: string, description: string) =>
  attribute(name, description, {
    ...{ type: "complex", multiValued: true },
    subAttributes: [
      attribute("value", "The value"),
      attribute("type", "What it is for, such as work"),
      attribute("primary", "Whether it is the preferred one", { type: "boolean" }),
    ],
  });

export function schemaDefinitions(address: (path: string) => string): ScimObject[] {
  const schema = (id: string, name: string, description: string, attributes: ScimObject[]): ScimObject => ({
    ...{ schemas: [SCHEMA_SCHEMA], id, name, description, attributes },
    meta: { resourceType: "Schema", location: address(`Schemas/${id}`) },
  });
  return [
    schema(USER_SCHEMA, "User", "An account of the tenant", [
      attribute("userName", "name@domain, in the tenant's domain", { required: true, uniqueness: "server" }),
      attribute("name", "The parts of the person's name", {
        type: "complex",
        subAttributes: ["formatted", "familyName", "givenName"].map((part) => attribute(part, "A part of the name")),
      }),
      attribute("displayName", "The name that is shown"),
      attribute("active", "Whether the person may sign in", { type: "boolean" }),
      ...["title", "nickName", "userType", "preferredLanguage", "locale", "timezone"].map((name) =>
        attribute(name, "Kept as it is said"),
      ),
      ...["emails", "phoneNumbers", "addresses"].map((name) => list(name, "Kept as it is said")),
      attribute("groups", "The groups of the account", {
        ...{ type: "complex", multiValued: true, mutability: "readOnly" },
        subAttributes: [
          attribute("value", "The id of the group", { mutability: "readOnly" }),
          attribute("display", "Its name", { mutability: "readOnly" }),
        ],
      }),
    ]),
    schema(GROUP_SCHEMA, "Group", "A group whose members may have a role", [
      attribute("displayName", "The name; that of a role makes it stand for the role", {
        ...{ required: true, uniqueness: "server" },
      }),
      attribute("members", "The accounts in the group", {
        ...{ type: "complex", multiValued: true },
        subAttributes: [
          attribute("value", "The id of the account", { mutability: "immutable", caseExact: true }),
          attribute("display", "Its name", { mutability: "readOnly" }),
        ],
      }),
    ]),
    schema(ENTERPRISE_SCHEMA, "Enterprise User", "What organisations add", [
      ...["employeeNumber", "costCenter", "organization", "division", "department"].map((name) =>
        attribute(name, "Kept as it is said"),
      ),
      attribute("manager", "The person's manager", {
        type: "complex",
        subAttributes: [attribute("value", "The id of the manager"), attribute("displayName", "The name")],
      }),
    ]),
  ];
}
