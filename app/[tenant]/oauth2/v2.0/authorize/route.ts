import { apiDoor } from "@/lib/web/api-door";
import { ApiError } from "@/lib/web/api-errors";

export const dynamic = "force-dynamic";

/** Named in the discovery document because libraries insist on it; programs get their tokens by client credentials alone. */
const refuse = apiDoor<unknown>("authorize", async () => {
  const message = "Only the grant client_credentials is possible here: POST to the token endpoint.";
  throw new ApiError(400, "unsupported_response_type", message);
});

export { refuse as GET, refuse as POST };
