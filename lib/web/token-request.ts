/** Reads a token request: a form, with the client's credentials in it or in the Authorization header. */
import { TokenRequestError } from "@/lib/services/tokens/token-request-error";
import { readSmallBody } from "./read-small-body";

export interface TokenForm {
  clientId: string;
  clientSecret: string;
  scope: string | undefined;
}

const MAX_FORM_BYTES = 16 * 1024;

/**
 * What a token request asks for.
 * @throws TokenRequestError for a form that is none, a parameter given twice, another grant, credentials that are
 *   missing or given both ways.
 */
export async function readTokenRequest(request: Request): Promise<TokenForm> {
  const form = await readForm(request);
  const grant = form.get("grant_type");
  if (!grant) throw new TokenRequestError("invalid_request", "The parameter grant_type is missing.");
  if (grant !== "client_credentials") {
    throw new TokenRequestError("unsupported_grant_type", "The only grant here is client_credentials.");
  }
  return { ...readCredentials(form, request.headers.get("authorization")), scope: form.get("scope") || undefined };
}

async function readForm(request: Request): Promise<Map<string, string>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") {
    throw new TokenRequestError("invalid_request", "The body must be a form: application/x-www-form-urlencoded.");
  }
  const text = await readSmallBody(request, MAX_FORM_BYTES);
  if (text === undefined) throw new TokenRequestError("invalid_request", "The form is too long.");
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (form.has(name)) throw new TokenRequestError("invalid_request", "A parameter is given twice.");
    form.set(name, value);
  }
  return form;
}

function readCredentials(form: Map<string, string>, authorization: string | null) {
  const inForm = { clientId: form.get("client_id"), clientSecret: form.get("client_secret") };
  const inHeader = readBasic(authorization);
  if (inHeader) {
    const other = inForm.clientId !== undefined && inForm.clientId !== inHeader.clientId;
    if (inForm.clientSecret !== undefined || other) {
      throw new TokenRequestError(
        "invalid_request",
        "Give the client's credentials in the form or the header, not both.",
      );
    }
    return inHeader;
  }
  const { clientId, clientSecret } = inForm;
  if (!clientId || !clientSecret)
    throw new TokenRequestError("invalid_client", "The client's credentials are missing.");
  return { clientId, clientSecret };
}

/** Both halves are form-encoded before they are joined (RFC 6749, section 2.3.1). */
function readBasic(authorization: string | null): { clientId: string; clientSecret: string } | undefined {
  if (authorization === null) return undefined;
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(authorization.trim())?.[1];
  const [clientId, ...secret] = Buffer.from(encoded ?? "", "base64")
    .toString("utf8")
    .split(":");
  if (!clientId || secret.length === 0) {
    throw new TokenRequestError("invalid_client", "The Authorization header must be HTTP basic, id and secret.");
  }
  try {
    return { clientId: decodeForm(clientId), clientSecret: decodeForm(secret.join(":")) };
  } catch {
    throw new TokenRequestError("invalid_client", "The Authorization header cannot be read.");
  }
}

function decodeForm(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}
