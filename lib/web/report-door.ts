/** The doors of the reporting API: `/v1.0/…` and `/beta/…`, in Graph's dialect. */
import { scopeFromBearer } from "@/lib/access/token-scope";
import { env } from "@/lib/env";
import { ForbiddenError, LicenseRequiredError } from "@/lib/model/errors";
import type { ReportVersion } from "@/lib/model/reports/sign-in-fields";
import type { TenantScope } from "@/lib/model/scope";
import { type ActivityReport, DIRECTORY_AUDITS, PROVISIONING } from "@/lib/services/reports/activity-reports";
import { confirmSignIns } from "@/lib/services/reports/confirm-sign-ins";
import { getSignInReport } from "@/lib/services/reports/get-sign-in-report";
import { getActivityReport, listActivityReport } from "@/lib/services/reports/list-activity-report";
import { listSignInReport } from "@/lib/services/reports/list-sign-in-report";
import { paceReports } from "@/lib/services/reports/pace-reports";
import type { ReportEntity, ReportPage } from "@/lib/services/reports/report-page";
import { summarizeSignIns } from "@/lib/services/reports/summarize-sign-ins";
import { apiDoor } from "./api-door";
import { ApiError, apiErrorResponse, permissionLacking } from "./api-errors";
import { readSmallBody } from "./read-small-body";
import { answerBatch, BATCH_METHODS } from "./report-batch";
import { clientRequestIdOf, originOf, requestIdOf } from "./request-facts";

const UNKNOWN_MEMBERS = "include-unknown-enum-members";

/** A request to a report, with what its address says. */
export interface ReportCall {
  request: Request;
  scope: TenantScope;
  version: ReportVersion;
  params: URLSearchParams;
  unknownMembers: boolean;
  /** What stands behind the report's name: an id, or the argument of a function. */
  argument: string;
  /** The path behind the version. */
  path: string;
}

/** Answers one kind of address. */
interface ReportRoute {
  method: "GET" | "POST";
  versions: readonly ReportVersion[];
  /** The path behind the version, without letter case; a group is the argument. */
  path: RegExp;
  answer: (call: ReportCall) => Promise<Response>;
}

/** The three functions of summaries: which log, and its window behind it in parentheses. */
const SUMMARY =
  /^auditLogs\/getSummarized((?:NonInteractive|ServicePrincipal|MSI)SignIns)\((?:aggregationWindow=)'([^']*)'\)$/i;

const BOTH: readonly ReportVersion[] = ["v1.0", "beta"];

const ROUTES: readonly ReportRoute[] = [
  {
    ...{ method: "GET", versions: BOTH, path: /^auditLogs\/signIns$/i },
    answer: async (call) => pageResponse(call, await listSignInReport(call.scope, call)),
  },
  {
    ...{ method: "GET", versions: BOTH, path: /^auditLogs\/signIns(?:\/([^/]+)|\('([^']+)'\))$/i },
    answer: async (call) => entityResponse(call, await getSignInReport(call.scope, call.argument, call)),
  },
  ...activityRoutes("directoryAudits", DIRECTORY_AUDITS),
  ...activityRoutes("provisioning", PROVISIONING),
  {
    ...{ method: "GET", versions: ["beta"], path: SUMMARY },
    answer: async (call) => pageResponse(call, await summarizeSignIns(call.scope, call)),
  },
  {
    ...{
      method: "POST",
      versions: BOTH,
      path: /^auditLogs\/signIns\/(?:microsoft\.graph\.)?confirm(Compromised|Safe)$/i,
    },
    answer: async ({ request, scope, argument }) => {
      const verdict = argument.toLowerCase() === "safe" ? "safe" : "compromised";
      await confirmSignIns(scope, await readJson(request), verdict);
      return new Response(null, { status: 204 });
    },
  },
];

/** A list, and its single records. */
function activityRoutes<Field extends string>(name: string, report: ActivityReport<Field>): ReportRoute[] {
  return [
    {
      ...{ method: "GET", versions: BOTH, path: new RegExp(`^auditLogs/${name}$`, "i") },
      answer: async (call) => pageResponse(call, await listActivityReport(call.scope, report, call)),
    },
    {
      ...{ method: "GET", versions: BOTH, path: new RegExp(`^auditLogs/${name}(?:/([^/]+)|\\('([^']+)'\\))$`, "i") },
      answer: async (call) => entityResponse(call, await getActivityReport(call.scope, report, call.argument, call)),
    },
  ];
}

/** The handler of all addresses of a version, for all methods. */
export function reportDoor(version: ReportVersion): (request: Request) => Promise<Response> {
  const answerMany = apiDoor<void>(
    "report-batch",
    async (request) => marked(await answerBatch(request, version, answerInBatch), request),
    answerError,
  );
  const answerOne = singleDoor(version);
  const answerOptions = apiDoor<void>("report", async (request) => tellMethods(request, version), answerError);
  return (request) => {
    if (request.method === "OPTIONS") return answerOptions(request);
    return isBatch(pathOf(request, version)) ? answerMany(request) : answerOne(request);
  };
}

function isBatch(path: string): boolean {
  return path.toLowerCase() === "$batch";
}

/** For requests that come one by one. */
function singleDoor(version: ReportVersion) {
  return apiDoor<void>("report", async (request) => answerReport(request, version), answerError);
}

const answerInBatch = (version: ReportVersion, request: Request) => singleDoor(version)(request);

/**
 * What stands behind the version. Read from the address itself: in it a slash that belongs to an id (`%2F`) is told from
 * one between two names, and stays written so here, as does a percent sign.
 */
function pathOf(request: Request, version: ReportVersion): string {
  const { pathname } = new URL(request.url);
  const [, ...segments] = pathname.slice(pathname.toLowerCase().indexOf(`/${version}`) + 1).split("/");
  return segments.map((segment) => decoded(segment).replace(/[%/]/g, encodeURIComponent)).join("/");
}

function answerError(error: unknown, request: Request): Response {
  return marked(apiErrorResponse(inGraphsWords(error), request), request);
}

/** Who asks is looked at first, then how often, and only then for what. */
async function answerReport(request: Request, version: ReportVersion): Promise<Response> {
  const path = pathOf(request, version);
  const scope = { ...(await scopeFromBearer(request)), origin: originOf(request.headers) };
  await paceReports(scope, new Date());
  const { route, argument } = findRoute(request.method, version, path);
  const params = new URL(request.url).searchParams;
  const unknownMembers = (request.headers.get("prefer") ?? "").toLowerCase().includes(UNKNOWN_MEMBERS);
  return marked(await route.answer({ request, scope, version, params, unknownMembers, argument, path }), request);
}

/** What an address can be asked by is no secret: nobody needs a token to know. */
function tellMethods(request: Request, version: ReportVersion): Response {
  const path = pathOf(request, version);
  const allow = isBatch(path) ? BATCH_METHODS : methodsOf(routesAt(version, path));
  return marked(new Response(null, { status: 204, headers: { allow } }), request);
}

function methodsOf(routes: readonly ReportRoute[]): string {
  return [...routes.map(({ method }) => (method === "GET" ? "GET, HEAD" : method)), "OPTIONS"].join(", ");
}

/** @throws ApiError where there is nothing. */
function routesAt(version: ReportVersion, path: string): ReportRoute[] {
  const fitting = ROUTES.filter((route) => route.versions.includes(version) && route.path.test(path));
  if (fitting.length > 0) return fitting;
  const problem =
    path === ""
      ? `There is nothing at /${version} itself; reports are behind it, such as /${version}/auditLogs/signIns.`
      : `Resource not found for the segment '${path.slice(0, 200)}'.`;
  throw new ApiError(404, "ResourceNotFound", problem);
}

function findRoute(method: string, version: ReportVersion, path: string) {
  const fitting = routesAt(version, path);
  const route = fitting.find((each) => each.method === (method === "HEAD" ? "GET" : method));
  if (route) {
    const groups = route.path.exec(path)?.slice(1) ?? [];
    return { route, argument: decoded(groups.find((group) => group !== undefined) ?? "") };
  }
  const allow = methodsOf(fitting);
  throw new ApiError(405, "MethodNotAllowed", `${method} is not possible here, only ${allow}.`, { allow });
}

const MAX_BODY_BYTES = 256 * 1024;

async function readJson(request: Request): Promise<unknown> {
  const text = await readSmallBody(request, MAX_BODY_BYTES);
  if (text === undefined)
    throw new ApiError(413, "RequestBodyTooLarge", `The body is longer than ${MAX_BODY_BYTES} bytes.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError(400, "BadRequest", `The body is not JSON: ${(error as Error).message}.`);
  }
}

/** As it is, where it is not well encoded. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const CONTENT_TYPE =
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

function pageResponse(call: ReportCall, { context, count, records, link }: ReportPage): Response {
  const head: Record<string, unknown> = { "@odata.context": contextAddress(call, context) };
  if (count !== undefined) head["@odata.count"] = count;
  if (link) head[`@odata.${link.kind}Link`] = linkAddress(call, link.token);
  return jsonResponse(call, encoded([`${JSON.stringify(head).slice(0, -1)},"value":[`, ...records], "]}"));
}

function entityResponse(call: ReportCall, { context, record }: ReportEntity): Response {
  const head = JSON.stringify({ "@odata.context": contextAddress(call, context) });
  return jsonResponse(call, encoded([head.slice(0, -1)], `,${record.slice(1)}`));
}

/** The most bytes that a character of a string takes in UTF-8. */
const MOST_BYTES = 3;

/**
 * A head, records with commas between them, and a foot, as UTF-8. Each by itself: in one string a single character beyond
 * Latin-1 would double the whole and make encoding it ten times slower.
 */
function encoded([head = "", ...records]: readonly string[], foot: string): Uint8Array<ArrayBuffer> {
  const length = records.reduce((sum, record) => sum + record.length + 1, head.length + foot.length);
  const bytes = Buffer.allocUnsafeSlow(length * MOST_BYTES);
  let at = bytes.write(head);
  for (const [index, record] of records.entries()) at += bytes.write(index === 0 ? record : `,${record}`, at);
  at += bytes.write(foot, at);
  return bytes.subarray(0, at);
}

function jsonResponse({ unknownMembers }: ReportCall, body: Uint8Array<ArrayBuffer>): Response {
  const headers: Record<string, string> = {
    ...{ "content-type": CONTENT_TYPE, "cache-control": "no-store", vary: "Authorization, Prefer" },
    ...(unknownMembers ? { "preference-applied": UNKNOWN_MEMBERS } : {}),
  };
  return new Response(body, { headers });
}

function contextAddress({ version }: ReportCall, context: string): string {
  return `${env().APP_URL}/${version}/$metadata#${context}`;
}

/** The same question, further on. */
function linkAddress({ request, version, params }: ReportCall, token: string): string {
  const { pathname } = new URL(request.url);
  const asked = [...params].filter(([name]) => !/^\$?skiptoken$/.test(name));
  const query = [...asked, ["$skiptoken", token]].map(([name, value]) => `${name}=${encodeURIComponent(value ?? "")}`);
  const path = pathname.slice(pathname.toLowerCase().indexOf(`/${version}/`));
  return `${env().APP_URL}${path}?${query.join("&")}`;
}

function marked(response: Response, request: Request): Response {
  const id = clientRequestIdOf(request.headers) ?? requestIdOf(request.headers);
  if (id) response.headers.set("client-request-id", id);
  response.headers.set("odata-version", "4.0");
  return response;
}

/** Programs know these refusals by their exact words. */
function inGraphsWords(error: unknown): unknown {
  if (error instanceof LicenseRequiredError) {
    return new ApiError(
      403,
      "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
      "Neither tenant is B2C or tenant doesn't have premium license",
    );
  }
  if (error instanceof ForbiddenError) return permissionLacking(error.permission);
  return error;
}
