/** Several requests to the reporting API in one, in Graph's words: `POST /v1.0/$batch` and `POST /beta/$batch`. */
import { z } from "zod";
import { scopeFromBearer } from "@/lib/access/token-scope";
import { env } from "@/lib/env";
import type { ReportVersion } from "@/lib/model/reports/sign-in-fields";
import { INTERNAL_HEADERS } from "@/lib/server/internal-headers";
import { paceReports } from "@/lib/services/reports/pace-reports";
import { ApiError, apiErrorResponse } from "./api-errors";
import { toStream } from "./downloads";
import { readSmallBody } from "./read-small-body";

/** As many as Graph takes. */
export const BATCH_LIMIT = 20;
const MAX_BODY_BYTES = 1024 * 1024;
export const BATCH_METHODS = "POST, OPTIONS";

/** What a batch must have so that each request in it can be answered; all else is the single request's own affair. */
const BATCH = z.looseObject({
  requests: z
    .array(z.looseObject({ id: z.string().min(1).max(200), dependsOn: z.array(z.string()).default([]) }))
    .min(1)
    .max(BATCH_LIMIT, `more than ${BATCH_LIMIT} requests`),
});
type Step = z.output<typeof BATCH>["requests"][number];

/** Answers one request as if it had come by itself. */
export type AnswerOne = (version: ReportVersion, request: Request) => Promise<Response>;

/**
 * Who asks is looked at before the batch is read, and again for each request in it, which is counted by itself. They are
 * answered one after the other: a batch takes no more of the server at a time than a single request.
 */
export async function answerBatch(request: Request, version: ReportVersion, answerOne: AnswerOne): Promise<Response> {
  if (request.method !== "POST") {
    throw new ApiError(405, "MethodNotAllowed", `${request.method} is not possible here, only ${BATCH_METHODS}.`, {
      allow: BATCH_METHODS,
    });
  }
  const scope = await scopeFromBearer(request);
  let steps: Step[];
  try {
    steps = inOrder(await readSteps(request));
  } catch (error) {
    // What holds no requests is one itself.
    await paceReports(scope, new Date());
    throw error;
  }
  const answers = answersOf(steps, (step) => answerStep(step, { request, version, answerOne }));
  return new Response(toStream(answers), {
    headers: { "content-type": "application/json;charset=utf-8", "cache-control": "no-store" },
  });
}

async function readSteps(request: Request): Promise<Step[]> {
  const text = await readSmallBody(request, MAX_BODY_BYTES);
  if (text === undefined) {
    throw new ApiError(413, "RequestBodyTooLarge", `The body is longer than ${MAX_BODY_BYTES} bytes.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw malformed(`The body is not JSON: ${(error as Error).message}.`);
  }
  const parsed = BATCH.safeParse(json);
  if (parsed.success) return parsed.data.requests;
  const [issue] = parsed.error.issues;
  const place = (issue?.path ?? []).map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  throw malformed(`Invalid batch payload at '${place.replace(/^\./, "") || "body"}': ${issue?.message}.`);
}

const keyOf = (id: string) => id.toLowerCase();

/** Each behind those that it depends on, otherwise as given. */
function inOrder(steps: readonly Step[]): Step[] {
  const ids = new Set<string>();
  for (const { id } of steps) {
    if (ids.has(keyOf(id))) throw malformed(`Two requests have the id '${id}'; letter case makes no difference.`);
    ids.add(keyOf(id));
  }
  for (const { id, dependsOn } of steps) {
    const unknown = dependsOn.find((each) => !ids.has(keyOf(each)));
    if (unknown !== undefined) throw malformed(`Request '${id}' depends on '${unknown}', which is not in the batch.`);
  }
  const waiting = [...steps];
  const ordered = new Map<string, Step>();
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ dependsOn }) => dependsOn.every((id) => ordered.has(keyOf(id))));
    const [next] = at < 0 ? [] : waiting.splice(at, 1);
    if (!next) throw malformed(`Request '${waiting[0]?.id}' depends on itself, by way of others or not.`);
    ordered.set(keyOf(next.id), next);
  }
  return [...ordered.values()];
}

/** The body of the answer, piece by piece: no more than one page is in memory. */
async function* answersOf(
  steps: readonly Step[],
  answer: (step: Step) => Promise<Response>,
): AsyncGenerator<Uint8Array> {
  const failed = new Set<string>();
  yield Buffer.from('{"responses":[');
  for (const [index, step] of steps.entries()) {
    const broken = step.dependsOn.find((id) => failed.has(keyOf(id)));
    const response = await (broken === undefined ? answer(step) : failedDependency(step, broken));
    if (!response.ok) failed.add(keyOf(step.id));
    const body = Buffer.from(await response.arrayBuffer());
    const head = JSON.stringify({ id: step.id, status: response.status, headers: headersOf(response) });
    yield Buffer.from(`${index === 0 ? "" : ","}${head.slice(0, -1)}${body.length === 0 ? "" : ',"body":'}`);
    yield body;
    yield Buffer.from("}");
  }
  yield Buffer.from("]}");
}

async function failedDependency({ id }: Step, broken: string): Promise<Response> {
  const message = `Request '${id}' was not run: '${broken}', which it depends on, failed.`;
  return Response.json({ error: { code: "FailedDependency", message } }, { status: 424 });
}

/** As they are usually written: programs look for `Retry-After` in what is a mere list to them. */
function headersOf(response: Response): Record<string, string> {
  const entries = [...response.headers].filter(([name]) => name !== "vary");
  return Object.fromEntries(entries.map(([name, value]) => [name.replace(/\b[a-z]/g, (a) => a.toUpperCase()), value]));
}

interface Batch {
  request: Request;
  version: ReportVersion;
  answerOne: AnswerOne;
}

async function answerStep(step: Step, { request, version, answerOne }: Batch): Promise<Response> {
  try {
    const { url, version: asked } = addressOf(step.url, version);
    const method = typeof step.method === "string" ? step.method : "";
    if (!/^[a-z]+$/i.test(method)) throw malformed(`Request '${step.id}' needs a method, such as GET.`);
    const headers = headersFor(step, request);
    const body = bodyOf(step, headers);
    let single: Request;
    try {
      single = new Request(url, { method: method.toUpperCase(), headers, ...(body === undefined ? {} : { body }) });
    } catch (error) {
      throw malformed(`Request '${step.id}' is not possible: ${(error as Error).message}.`);
    }
    return await answerOne(asked, single);
  } catch (error) {
    return apiErrorResponse(error, request);
  }
}

/**
 * Where a request of a batch leads: an address behind the version, with or without a slash before it; or one that begins
 * with a version, or a whole link of this server, as in `@odata.nextLink`.
 */
function addressOf(given: unknown, version: ReportVersion) {
  if (typeof given !== "string" || given === "") throw malformed("A request needs a url, such as /auditLogs/signIns.");
  const own = env().APP_URL;
  const local = given.startsWith(`${own}/`) ? given.slice(own.length) : given;
  if (/^(?:[a-z][a-z0-9+.-]*:|[/\\]{2})/i.test(local)) {
    throw malformed(`The url '${given.slice(0, 200)}' must be relative, such as /auditLogs/signIns.`);
  }
  const versioned = /^\/(?:v1\.0|beta)\//i.test(local) ? local : `/${version}/${local.replace(/^\//, "")}`;
  const url = new URL(versioned, own);
  const [, asked = "", path = ""] = /^\/(v1\.0|beta)\/(.+)$/i.exec(url.pathname) ?? [];
  if (path === "" || /^(?:\$|%24)batch\b/i.test(path)) {
    throw malformed(`The url '${given.slice(0, 200)}' cannot be part of a batch.`);
  }
  return { url, version: asked.toLowerCase() as ReportVersion };
}

/** What a request in a batch may say for itself. Who asks, and from where, is the batch's. */
const OWN_HEADERS = ["accept", "client-request-id", "content-type", "prefer"];

function headersFor({ id, headers }: Step, batch: Request): Headers {
  const made = new Headers();
  for (const name of ["authorization", "client-request-id", ...Object.values(INTERNAL_HEADERS)]) {
    const value = batch.headers.get(name);
    if (value !== null) made.set(name, value);
  }
  if (headers === undefined || headers === null) return made;
  if (typeof headers !== "object" || Array.isArray(headers)) {
    throw malformed(`The headers of request '${id}' are no object of names and values.`);
  }
  for (const [name, value] of Object.entries(headers)) {
    if (!OWN_HEADERS.includes(name.toLowerCase())) continue;
    try {
      made.set(name, String(value));
    } catch {
      throw malformed(`The header '${name}' of request '${id}' has an impossible value.`);
    }
  }
  return made;
}

function bodyOf({ id, body }: Step, headers: Headers): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (!headers.has("content-type")) throw malformed(`Request '${id}' has a body and needs a Content-Type header.`);
  return typeof body === "string" ? body : JSON.stringify(body);
}

function malformed(message: string): ApiError {
  return new ApiError(400, "BadRequest", message);
}
