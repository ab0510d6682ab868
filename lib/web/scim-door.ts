/** The provisioning endpoint for identity providers: `/scim/v2/…` (RFC 7644). */
import { scopeFromProvisioningToken } from "@/lib/access/scim-scope";
import { log } from "@/lib/log";
import type { TenantScope } from "@/lib/model/scope";
import { ScimProblem } from "@/lib/scim/problem";
import { ERROR_SCHEMA, LIST_SCHEMA, type ScimObject } from "@/lib/scim/resource";
import { resourceTypes, schemaDefinitions, serviceProviderConfig } from "@/lib/scim/schemas";
import { createGroup, deleteGroup, getGroup, listGroups, patchGroup, replaceGroup } from "@/lib/services/scim/groups";
import { listQueryOf, MOST_RESULTS, projected, type ResourcePage } from "@/lib/services/scim/list-query";
import { scimAddress } from "@/lib/services/scim/resources";
import { createUser, deleteUser, getUser, listUsers, patchUser, replaceUser } from "@/lib/services/scim/users";
import { InvalidTokenError } from "@/lib/services/tokens/verify-token";
import { apiDoor } from "./api-door";
import { readSmallBody } from "./read-small-body";
import { REFUSAL_STATUS, refusalOf } from "./refusal-of";
import { originOf, requestIdOf } from "./request-facts";

const CONTENT_TYPE = "application/scim+json";
const LARGEST_BODY = 1024 * 1024;

interface Call {
  request: Request;
  scope: TenantScope;
  params: URLSearchParams;
  id: string | undefined;
}

const VERBS = {
  users: {
    ...{ list: listUsers, get: getUser, create: createUser, replace: replaceUser, patch: patchUser },
    remove: deleteUser,
  },
  groups: {
    ...{ list: listGroups, get: getGroup, create: createGroup, replace: replaceGroup, patch: patchGroup },
    remove: deleteGroup,
  },
} as const;

export const scimDoor = apiDoor(
  "scim",
  async (request, { params }: { params: Promise<{ path: string[] }> }) => {
    // Who asks is looked at first, then for what.
    const scope = { ...(await scopeFromProvisioningToken(request)), origin: originOf(request.headers) };
    const [kind = "", id, ...more] = (await params).path.map(decoded);
    if (more.length > 0) throw unknownAddress();
    return answer(kind.toLowerCase(), { request, scope, params: new URL(request.url).searchParams, id });
  },
  problemResponse,
);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

async function answer(kind: string, call: Call): Promise<Response> {
  if (kind === "users" || kind === "groups") return answerResources(VERBS[kind], call);
  if (kind === "bulk" || kind === "me") throw new ScimProblem(501, undefined, "This is not supported here.");
  const described = DESCRIPTIONS[kind];
  if (!described) throw unknownAddress();
  if (call.request.method !== "GET") return notPossible("GET");
  if (kind === "serviceproviderconfig") return respond(200, serviceProviderConfig(scimAddress, MOST_RESULTS));
  // RFC 7644, 4: a filter on these is forbidden.
  if (call.params.has("filter")) throw new ScimProblem(403, undefined, "These cannot be filtered.");
  const all = described();
  if (call.id === undefined) return page(call, { resources: all, totalResults: all.length, startIndex: 1 });
  const one = all.find((each) => String(each.id).toLowerCase() === call.id?.toLowerCase());
  if (!one) throw new ScimProblem(404, undefined, "There is no such description.");
  return respond(200, one);
}

const DESCRIPTIONS: Readonly<Record<string, () => ScimObject[]>> = {
  serviceproviderconfig: () => [],
  resourcetypes: () => resourceTypes(scimAddress),
  schemas: () => schemaDefinitions(scimAddress),
};

async function answerResources(
  verbs: (typeof VERBS)["users"] | (typeof VERBS)["groups"],
  call: Call,
): Promise<Response> {
  const { request, scope, params, id } = call;
  if (id === undefined) {
    if (request.method === "GET") return page(call, await verbs.list(scope, listQueryOf(params)));
    if (request.method !== "POST") return notPossible("GET, POST");
    const made = await verbs.create(scope, await readJson(request));
    return respond(201, projected(made, params), { location: locationOf(made) });
  }
  switch (request.method) {
    case "GET":
      return respond(200, projected(await verbs.get(scope, id), params));
    case "PUT":
      return respond(200, projected(await verbs.replace(scope, id, await readJson(request)), params));
    case "PATCH":
      return respond(200, projected(await verbs.patch(scope, id, await readJson(request)), params));
    case "DELETE":
      await verbs.remove(scope, id);
      return new Response(null, { status: 204 });
    default:
      return notPossible("GET, PUT, PATCH, DELETE");
  }
}

function page({ params }: Call, { resources, totalResults, startIndex }: ResourcePage): Response {
  return respond(200, {
    ...{ schemas: [LIST_SCHEMA], totalResults, startIndex, itemsPerPage: resources.length },
    Resources: resources.map((resource) => projected(resource, params)),
  });
}

async function readJson(request: Request): Promise<unknown> {
  const text = await readSmallBody(request, LARGEST_BODY);
  if (text === undefined) throw new ScimProblem(413, undefined, `A body is at most ${LARGEST_BODY} bytes long.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new ScimProblem(400, "invalidSyntax", "The body is no JSON.");
  }
}

function locationOf(resource: ScimObject): string {
  const { meta } = resource;
  return String((meta as ScimObject | undefined)?.location ?? "");
}

function respond(status: number, body: ScimObject, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": CONTENT_TYPE, "cache-control": "no-store", ...headers },
  });
}

function notPossible(allow: string): Response {
  return problem(405, undefined, `Only ${allow} is possible here.`, { allow });
}

function unknownAddress(): ScimProblem {
  return new ScimProblem(404, undefined, "There is nothing at this address.");
}

function problem(status: number, scimType: string | undefined, detail: string, headers: Record<string, string> = {}) {
  return respond(
    status,
    { schemas: [ERROR_SCHEMA], status: String(status), ...(scimType && { scimType }), detail },
    headers,
  );
}

/** Errors as RFC 7644, 3.12 tells them. */
function problemResponse(error: unknown, request: Request): Response {
  if (error instanceof ScimProblem) return problem(error.status, error.scimType, error.message);
  if (error instanceof InvalidTokenError) {
    return problem(401, undefined, error.message, { "www-authenticate": 'Bearer realm="signbook"' });
  }
  const refusal = refusalOf(error);
  if (refusal) {
    const retry: Record<string, string> = refusal === "unavailable" ? { "retry-after": "5" } : {};
    return problem(REFUSAL_STATUS[refusal], undefined, (error as Error).message, retry);
  }
  log.error({ err: error, requestId: requestIdOf(request.headers) }, "request failed");
  return problem(500, undefined, "Something went wrong on the server.");
}
