/** The address in a digest's List-Unsubscribe header: mail programs ask it, without a session (RFC 8058). */
import { stopDigestByLink } from "@/lib/services/digest/subscription";
import { apiDoor } from "./api-door";
import { ApiError } from "./api-errors";
import { readSmallBody } from "./read-small-body";

const MAX_BODY_BYTES = 4096;

/**
 * Ends the subscription that the address's token names. Asked again it says the same, as a mail program may ask again. No
 * origin is looked at: who knows the token has the mail, and it can do this one thing.
 */
export const answerUnsubscribe = apiDoor("unsubscribe", async (request) => {
  const body = await readSmallBody(request, MAX_BODY_BYTES);
  if (body === undefined || !(await saysOneClick(body, request))) {
    throw new ApiError(400, "BadRequest", "The body must be List-Unsubscribe=One-Click.");
  }
  const token = new URL(request.url).searchParams.get("token") ?? "";
  if (!(await stopDigestByLink(token))) throw new ApiError(404, "ResourceNotFound", "This link cannot be used.");
  return new Response("You get no weekly digest any more.\n", {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
});

/** As a form, in either of its encodings. */
async function saysOneClick(body: string, { headers }: Request): Promise<boolean> {
  try {
    const type = headers.get("content-type") ?? "";
    const form = await new Response(body, { headers: { "content-type": type } }).formData();
    return form.get("List-Unsubscribe") === "One-Click";
  } catch {
    return false;
  }
}
