import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { slugProblem } from "@/lib/model/slugs";

/** Addresses whose parameters are not even named: they carry codes, states and where somebody was going. */
const PRIVATE_QUERIES = /^\/(sign-in|sign-out|api\/auth)(\/|$)|\/callback(\/|$)/;

export interface LoggedRequest {
  readonly requestId: string;
  readonly client: string;
}

/**
 * Writes one line when the request has ended: method, path, the names of its parameters without their values, status,
 * duration (ms), bytes sent, and `aborted` when the client left before the answer was complete. Assets are logged at
 * debug level.
 */
export function logRequest(log: Logger, request: IncomingMessage, response: ServerResponse, who: LoggedRequest): void {
  const startedAt = performance.now();
  const { socket, method } = request;
  const bytesBefore = socket.bytesWritten;
  const where = describeAddress(request.url ?? "/");
  response.once("close", () => {
    const line = {
      ...who,
      method,
      ...where,
      status: response.statusCode,
      durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
      bytes: socket.bytesWritten - bytesBefore,
      ...(response.writableFinished ? {} : { aborted: true }),
    };
    log[where.path.startsWith("/_next/") ? "debug" : "info"](line, "request");
  });
}

/** The loggable parts of an address: its path, the tenant in it, the names of its parameters. */
export function describeAddress(url: string): { path: string; tenant?: string; query?: string[] } {
  const [path = "/", query = ""] = url.split(/\?(.*)/s);
  const first = path.split("/")[1] ?? "";
  const names = PRIVATE_QUERIES.test(path) ? [] : [...new Set(new URLSearchParams(query).keys())].slice(0, 40);
  return {
    path,
    ...(slugProblem(first) === undefined ? { tenant: first } : {}),
    ...(names.length > 0 ? { query: names } : {}),
  };
}
