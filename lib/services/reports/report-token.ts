/**
 * The tokens in a report's links: where its reader stands. Signed, and bound to the tenant, the report and everything
 * that was asked; valid for as long as the records are kept and AUTH_SECRET stays the same, on every machine.
 */
import type { z } from "zod";
import { type BoundTo, openPosition, signPosition } from "@/lib/access/signed-position";
import { InvalidInputError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";

/** What a token belongs to, beside the tenant. */
export interface TokenPurpose {
  /** `beta/auditLogs/signIns` */
  report: string;
  /** The options of the request, as they came. How many records a page has may change on the way. */
  given: readonly (readonly [name: string, value: string])[];
}

const UNBOUND = ["$top"];

/** A token that carries `contents`. */
export function encodeReportToken(scope: TenantScope, purpose: TokenPurpose, contents: unknown): string {
  return signPosition(boundTo(scope, purpose), contents);
}

/** @throws InvalidInputError when the token was changed, or made for another tenant, report or question. */
export function decodeReportToken<Contents>(
  scope: TenantScope,
  purpose: TokenPurpose,
  token: string,
  schema: z.ZodType<Contents>,
): Contents {
  const opened = openPosition(boundTo(scope, purpose), token, schema);
  if (opened !== undefined) return opened;
  throw new InvalidInputError({
    $skiptoken:
      "Invalid Skip Token: it was not made for this tenant, report and set of query options. Follow @odata.nextLink as it is, or start again without it.",
  });
}

function boundTo({ tenantId }: TenantScope, { report, given }: TokenPurpose): BoundTo {
  const asked = given.filter(([name]) => !UNBOUND.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  return ["report", tenantId, report, asked];
}
