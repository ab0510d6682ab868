/**
 * Between the web's Request and Response and the request and response objects that next-auth's handler takes. Its other
 * handler reads the request from Next's ambient store instead; this way the request is an argument, as everywhere.
 */
import { InvalidInputError } from "@/lib/model/errors";
import { readSmallBody } from "./read-small-body";

export interface PagesRequest {
  method: string;
  query: Record<string, string | readonly string[]>;
  headers: Record<string, string>;
  cookies: Partial<Record<string, string>>;
  body: Record<string, unknown>;
}

const MAX_FORM_BYTES = 16 * 1024;

/**
 * @param params the dynamic parts of the address, by name.
 * @throws InvalidInputError for a body that is too long, or JSON that cannot be read.
 */
export async function toPagesRequest(
  request: Request,
  params: Record<string, readonly string[]>,
): Promise<PagesRequest> {
  return {
    method: request.method,
    query: { ...Object.fromEntries(new URL(request.url).searchParams), ...params },
    headers: Object.fromEntries(request.headers),
    cookies: readCookies(request.headers.get("cookie") ?? ""),
    body: await readForm(request),
  };
}

async function readForm(request: Request): Promise<Record<string, unknown>> {
  if (request.method !== "POST") return {};
  const text = await readSmallBody(request, MAX_FORM_BYTES);
  if (text === undefined) throw new InvalidInputError({ body: "The form is too long." });
  if (!request.headers.get("content-type")?.includes("application/json")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) return { ...parsed };
  } catch {
    // Told below, like any other text that is no object.
  }
  throw new InvalidInputError({ body: "The body is not a JSON object." });
}

function readCookies(header: string): Partial<Record<string, string>> {
  const cookies: Partial<Record<string, string>> = {};
  for (const pair of header.split(";")) {
    const [name = "", ...value] = pair.trim().split("=");
    cookies[name] ??= decoded(value.join("="));
  }
  return cookies;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Collects what a handler answers. */
export class CapturedResponse {
  #status = 200;
  #body: string | null = null;
  readonly #headers = new Map<string, string | readonly string[]>();

  status(code: number): this {
    this.#status = code;
    return this;
  }

  getHeader(name: string): string | readonly string[] | undefined {
    return this.#headers.get(name.toLowerCase());
  }

  setHeader(name: string, value: string | readonly string[]): this {
    this.#headers.set(name.toLowerCase(), value);
    return this;
  }

  send(body: unknown): void {
    if (typeof body === "object" && body !== null) this.json(body);
    else this.#body = body === undefined ? null : String(body);
  }

  json(body: unknown): void {
    this.setHeader("content-type", "application/json");
    this.#body = JSON.stringify(body);
  }

  end(): void {}

  /** @param rewriteLocation changes where a redirect leads. */
  toResponse(rewriteLocation: (location: string) => string): Response {
    const headers = new Headers();
    for (const [name, value] of this.#headers) {
      for (const each of typeof value === "string" ? [value] : value) headers.append(name, each);
    }
    const location = headers.get("location");
    if (location) headers.set("location", rewriteLocation(location));
    return new Response(this.#body, { status: this.#status, headers });
  }
}
