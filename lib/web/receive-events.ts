/** The ingest door: checks the request, streams its body into the service, and tells what became of it. */
import { scopeFromBearer } from "@/lib/access/token-scope";
import { ingestedRecords } from "@/lib/metrics";
import { TooManyRequestsError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { httpSource } from "@/lib/model/sources";
import type { RawRecord } from "@/lib/records/raw-record";
import { readJsonRecordsInRuns } from "@/lib/records/read-body";
import { UnreadableBodyError } from "@/lib/records/unreadable-body-error";
import { ingestRuns } from "@/lib/services/ingest/ingest-records";
import type { IngestResult } from "@/lib/services/ingest/ingest-run";
import { ApiError, apiErrorResponse, permissionLacking } from "./api-errors";
import { BodyBudget } from "./body-budget";
import { answerOnce, idempotencyKeyOf } from "./idempotency";
import { declaredLength, encodingOf, readBody } from "./read-body";

const CONTENT_TYPES = new Set(["application/json", "application/x-ndjson"]);

const budget = new BodyBudget();

/**
 * Answers a request to store events: 200 with the counts after the commit. With an `Idempotency-Key` the same body gets
 * the first answer again.
 * @param bytes the request's body as it arrives; nothing of `request` but its headers is looked at.
 * @throws InvalidTokenError, ApiError, TooManyRequestsError, UnavailableError before or while nothing
 *   can be told about single records; a body that cannot be read to its end is answered with what was stored before.
 */
export async function receiveEvents(request: Request, bytes: AsyncIterable<Uint8Array>): Promise<Response> {
  const scope = await scopeFromBearer(request);
  // Before a word about the body; the service asks again.
  if (!scope.permissions.has("signIns:write")) throw permissionLacking("signIns:write");
  requireContentType(request);
  const encoding = encodingOf(request);
  const key = idempotencyKeyOf(request);
  const account = budget.open(declaredLength(request));
  try {
    const body = readBody(bytes, {
      encoding,
      onArrival: (arrived) => account.arrived(arrived),
      onHeld: (held) => account.held(held),
    });
    const answer = (unread: AsyncIterable<Uint8Array>) => takeIn(scope, unread, request);
    return await (key === undefined ? answer(body) : answerOnce(scope, key, body, answer));
  } finally {
    account.close();
  }
}

async function takeIn(scope: TenantScope, body: AsyncIterable<Uint8Array>, request: Request): Promise<Response> {
  const records = new InterruptibleRecords(readJsonRecordsInRuns(body));
  const result = await store(scope, records);
  return records.interruption === undefined
    ? Response.json(result, { headers: { "cache-control": "no-store" } })
    : interrupted(records, result, request);
}

function requireContentType(request: Request): void {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "none";
  if (CONTENT_TYPES.has(type)) return;
  throw new ApiError(415, "UnsupportedMediaType", `Content-Type: ${[...CONTENT_TYPES].join(" or ")}, not ${type}.`, {
    accept: [...CONTENT_TYPES].join(", "),
  });
}

async function store(scope: TenantScope, runs: AsyncIterable<readonly RawRecord[]>): Promise<IngestResult> {
  const result = await ingestRuns(scope, runs, { source: httpSource(scope.actor.name) });
  for (const kind of ["accepted", "updated", "duplicates", "rejected"] as const) {
    ingestedRecords.inc({ result: kind }, result[kind]);
  }
  return result;
}

/** Records up to where the body cannot be read on: what came before is stored and counted all the same. */
class InterruptibleRecords {
  /** Why reading ended early, through the sender's doing. */
  interruption: Error | undefined;
  recordsRead = 0;

  constructor(private readonly runs: AsyncIterable<readonly RawRecord[]>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly RawRecord[]> {
    try {
      for await (const run of this.runs) {
        this.recordsRead += run.length;
        yield run;
      }
    } catch (error) {
      if (!isOfTheSender(error)) throw error;
      this.interruption = error;
    }
  }
}

function isOfTheSender(error: unknown): error is Error {
  return error instanceof UnreadableBodyError || error instanceof ApiError || error instanceof TooManyRequestsError;
}

function interrupted({ interruption, recordsRead }: InterruptibleRecords, result: IngestResult, request: Request) {
  if (recordsRead === 0) return apiErrorResponse(interruption, request);
  return apiErrorResponse(interruption, request, {
    note: `The ${recordsRead} records before that place were taken in, as counted here. Sending the whole body again counts nothing twice.`,
    ...result,
  });
}
