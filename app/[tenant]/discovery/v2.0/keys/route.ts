import { publicKeySet } from "@/lib/services/tokens/describe-issuer";
import { apiDoor } from "@/lib/web/api-door";

export const dynamic = "force-dynamic";

/** The public keys that access tokens are signed with. */
export const GET = apiDoor("keys", async (_request, { params }: { params: Promise<{ tenant: string }> }) => {
  const { tenant } = await params;
  return Response.json(await publicKeySet(tenant, new Date()), { headers: { "cache-control": "public, max-age=300" } });
});
