import { worldFile } from "@/lib/world/world-map";

/** The same for everybody: made once, when the site is built. */
export const dynamic = "force-static";

/** The outlines that every map refers to. Its address carries the version, so a browser need not ask again. */
export function GET(): Response {
  return new Response(worldFile().text, {
    headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=31536000, immutable" },
  });
}
