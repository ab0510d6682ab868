import { openApiDocument } from "@/lib/api-docs/openapi";

/** The same for everybody: made once, when the site is built. */
export const dynamic = "force-static";

export function GET(): Response {
  return Response.json(openApiDocument());
}
