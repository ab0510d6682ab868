import { issueToken } from "@/lib/services/tokens/issue-token";
import { recordGrantsSoon } from "@/lib/services/tokens/record-grants";
import { apiDoor, refuseMethod } from "@/lib/web/api-door";
import { clientAddressOf } from "@/lib/web/request-facts";
import { tokenErrorResponse } from "@/lib/web/token-errors";
import { readTokenRequest } from "@/lib/web/token-request";

export const dynamic = "force-dynamic";

/** Client credentials in, access token out (OAuth 2.0, RFC 6749 section 4.4). */
export const POST = apiDoor(
  "token",
  async (request, { params }: { params: Promise<{ tenant: string }> }) => {
    const { tenant } = await params;
    const asked = await readTokenRequest(request);
    const facts = { address: clientAddressOf(request.headers), userAgent: request.headers.get("user-agent") };
    const token = await issueToken({ ...asked, tenant, ...facts, onAnswer: recordGrantsSoon }, new Date());
    return Response.json(token, { headers: { "cache-control": "no-store", pragma: "no-cache" } });
  },
  tokenErrorResponse,
);

const refuse = refuseMethod("POST");

export { refuse as DELETE, refuse as GET, refuse as OPTIONS, refuse as PATCH, refuse as PUT };
