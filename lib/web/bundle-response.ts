/** A bundle as an HTTP answer: ranges, so that a download can be resumed, and headers that say what it is. */
import { log } from "@/lib/log";
import {
  ExpiredError,
  ForbiddenError,
  LicenseRequiredError,
  NotFoundError,
  UnavailableError,
} from "@/lib/model/errors";
import { downloadHeaders, toStream } from "./downloads";
import { stateBodyLength } from "./page-status";
import { REFUSAL_STATUS, refusalOf } from "./refusal-of";

export interface BundleFacts {
  fileName: string;
  bytes: number;
  sha256: string;
  builtAt: Date;
}

interface Stretch {
  start: number;
  end: number;
}

type Open = (range: Stretch | undefined) => Promise<AsyncIterable<Uint8Array>>;

/** @param open is called once the answer has a body, with the stretch that was asked for. */
export async function answerBundle(request: Request, bundle: BundleFacts, open: Open): Promise<Response> {
  const etag = `"${bundle.sha256}"`;
  const headers = downloadHeaders(bundle.fileName, "application/zip");
  headers.set("accept-ranges", "bytes");
  headers.set("etag", etag);
  headers.set("last-modified", bundle.builtAt.toUTCString());
  const range = readRange(request.headers, etag, bundle);
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${bundle.bytes}`);
    return new Response(null, { status: 416, headers });
  }
  const bytes = range ? range.end - range.start + 1 : bundle.bytes;
  if (range) headers.set("content-range", `bytes ${range.start}-${range.end}/${bundle.bytes}`);
  const status = range ? 206 : 200;
  const body = request.method === "HEAD" ? null : toStream(await open(range));
  // Only now: what fails before this is answered with another body.
  stateBodyLength(request.headers, bytes);
  return new Response(body, { status, headers });
}

/** One range of bytes; several at once are answered with the whole, as the standard allows. */
function readRange(
  headers: Headers,
  etag: string,
  { bytes, builtAt }: BundleFacts,
): Stretch | undefined | "unsatisfiable" {
  const given = /^bytes=(\d*)-(\d*)$/.exec(headers.get("range")?.trim() ?? "");
  if (!given || (given[1] === "" && given[2] === "")) return undefined;
  const condition = headers.get("if-range");
  if (condition !== null && condition !== etag && condition !== builtAt.toUTCString()) return undefined;
  const [first, last] = [given[1] ?? "", given[2] ?? ""];
  if (first === "") {
    const length = Number(last);
    return length === 0 ? "unsatisfiable" : { start: Math.max(0, bytes - length), end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== "" && Number(last) < start) return undefined;
  return start < bytes ? { start, end } : "unsatisfiable";
}

/** A refusal in words for whoever follows a link: the page of the export says more. */
export function refuseBundle(error: unknown, page: string): Response {
  const refusal = refusalOf(error);
  if (!refusal) log.error({ err: error }, "a download failed");
  const status = refusal ? REFUSAL_STATUS[refusal] : 500;
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>No download</title><h1>This bundle cannot be downloaded</h1><p>${reason(error)}</p><p><a href="${page}">Open its page</a></p></html>`;
  return new Response(html, {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}

function reason(error: unknown): string {
  if (error instanceof ExpiredError) return "It has expired. On its page you can ask for it again.";
  if (error instanceof ForbiddenError) {
    return error.permission === "logs:read"
      ? "Your account has no role that reads the logs."
      : "It shows what your role may not see. Ask for your own export: it will hold what you may see.";
  }
  if (error instanceof LicenseRequiredError) return "The license of your organisation does not include it.";
  if (error instanceof NotFoundError) return "There is no such bundle.";
  if (error instanceof UnavailableError) return "A part of Signbook cannot be reached at the moment. Try again later.";
  return "Something failed on the way. Try again later.";
}
