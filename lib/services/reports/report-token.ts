/**
 * The tokens in a report's links: where its reader stands. Signed, and bound to the tenant, the report and everything
 * that was asked; valid for as long as the records are kept and AUTH_SECRET stays the same, on every machine.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { z } from "zod";
import { derivedKey } from "@/lib/access/keys";
import { InvalidInputError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";

/** What a token belongs to, beside the tenant. */
export interface TokenPurpose {
  /** `beta/auditLogs/signIns` */
  report: string;
  /** The options of the request, as they came. How many records a page has may change on the way. */
  given: readonly (readonly [name: string, value: string])[];
}

const SIGNATURE_BYTES = 16;
const UNBOUND = ["$top"];

/** A token that carries `contents`. */
export function encodeReportToken(scope: TenantScope, purpose: TokenPurpose, contents: unknown): string {
  const payload = Buffer.from(JSON.stringify(contents)).toString("base64url");
  return `${payload}.${signature(scope, purpose, payload).toString("base64url")}`;
}

/** @throws InvalidInputError when the token was changed, or made for another tenant, report or question. */
export function decodeReportToken<Contents>(
  scope: TenantScope,
  purpose: TokenPurpose,
  token: string,
  schema: z.ZodType<Contents>,
): Contents {
  const [payload = "", given = ""] = token.split(".");
  const expected = signature(scope, purpose, payload);
  const received = Buffer.from(given, "base64url");
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) {
    throw new InvalidInputError({
      $skiptoken:
        "Invalid Skip Token: it was not made for this tenant, report and set of query options. Follow @odata.nextLink as it is, or start again without it.",
    });
  }
  return schema.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
}

function signature({ tenantId }: TenantScope, { report, given }: TokenPurpose, payload: string): Buffer {
  const asked = given.filter(([name]) => !UNBOUND.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const bound = JSON.stringify(["report", tenantId, report, asked, payload]);
  return createHmac("sha256", derivedKey("cursor")).update(bound).digest().subarray(0, SIGNATURE_BYTES);
}
