/** What SCIM calls an error (RFC 7644, 3.12): a status, for some a word, and a sentence. */
export type ScimType =
  | "invalidFilter"
  | "tooMany"
  | "uniqueness"
  | "mutability"
  | "invalidSyntax"
  | "invalidPath"
  | "noTarget"
  | "invalidValue";

export class ScimProblem extends Error {
  override readonly name = "ScimProblem";

  constructor(
    readonly status: 400 | 403 | 404 | 409 | 413 | 501,
    readonly scimType: ScimType | undefined,
    message: string,
  ) {
    super(message);
  }
}

export function invalid(scimType: ScimType, message: string): ScimProblem {
  return new ScimProblem(400, scimType, message);
}
