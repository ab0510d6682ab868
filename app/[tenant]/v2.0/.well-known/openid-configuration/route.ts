import { describeIssuer } from "@/lib/services/tokens/describe-issuer";
import { apiDoor } from "@/lib/web/api-door";

export const dynamic = "force-dynamic";

/** Where a tenant's tokens come from and how they are signed. */
export const GET = apiDoor("issuer", async (_request, { params }: { params: Promise<{ tenant: string }> }) => {
  const { tenant } = await params;
  return Response.json(await describeIssuer(tenant), { headers: { "cache-control": "public, max-age=300" } });
});
