/** What a tenant's administrators see of the records that were refused. */
import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countRejections, pageRejections, type RejectionPosition } from "@/db/queries/ingest/rejections";
import type { RejectionPage } from "@/lib/model/rejections";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";

const ON_A_PAGE = 50;
/** Milliseconds and id of the last record shown. */
const LINK = /^(\d{1,15})\.([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/;
const asked = z.object({
  code: z.string().max(50, "There is no such reason.").optional(),
  before: z.string().regex(LINK, "This page link cannot be read.").optional(),
});

/**
 * Refused records, newest first, all or with one reason.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError for a page link that is none; UnavailableError.
 */
export async function showRejections(
  scope: TenantScope,
  input: { code?: string; before?: string },
): Promise<RejectionPage> {
  authorize(scope, "tenant:manage");
  const { code, before } = parseInput(asked, input);
  const [, at, rejectionId] = LINK.exec(before ?? "") ?? [];
  const position = at && rejectionId ? { receivedAt: new Date(Number(at)), rejectionId } : undefined;
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const rows = await pageRejections(tenant, {
      limit: ON_A_PAGE + 1,
      ...(position ? { before: position } : {}),
      ...(code === undefined ? {} : { code }),
    });
    const shown = rows.slice(0, ON_A_PAGE);
    const last = shown.at(-1);
    return {
      rejections: shown.map(({ tenantId: _, rejectionId: id, recordIndex: index, ...row }) => ({ ...row, id, index })),
      reasons: await countRejections(tenant),
      before: rows.length > ON_A_PAGE && last ? linkTo(last) : null,
    };
  });
}

function linkTo({ receivedAt, rejectionId }: RejectionPosition): string {
  return `${receivedAt.getTime()}.${rejectionId}`;
}
