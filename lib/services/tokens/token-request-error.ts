/** A refusal of the token endpoint, in the words of OAuth 2.0 (RFC 6749, section 5.2). */
export class TokenRequestError extends Error {
  override readonly name = "TokenRequestError";

  constructor(
    readonly code: "invalid_request" | "invalid_client" | "invalid_scope" | "unsupported_grant_type",
    description: string,
  ) {
    super(description);
  }
}
