import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { writeBrandName } from "@/db/queries/settings";
import type { TenantScope } from "@/lib/model/scope";
import { BRAND_NAME_MAX_LENGTH } from "@/lib/model/settings";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";

const wanted = z.object({
  brandName: z
    .string("Name in the header: text is needed.")
    .trim()
    .max(BRAND_NAME_MAX_LENGTH, `Name in the header: at most ${BRAND_NAME_MAX_LENGTH} characters.`)
    .regex(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u, "Name in the header: control characters are not allowed."),
});

/**
 * Sets the name that the header shows, from everybody's next page on. An empty one takes it back: the header shows the
 * tenant's own name then.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError.
 */
export async function setBrandName(scope: TenantScope, input: { brandName: string }, now = new Date()): Promise<void> {
  authorize(scope, "tenant:manage");
  const after = parseInput(wanted, input).brandName || null;
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const before = await writeBrandName(tenant, after, now);
    if (before === after) return;
    await recordAudit(
      tenant,
      scope,
      {
        ...{ activity: "Change name in the header", category: "DirectoryManagement" },
        target: { type: "Tenant", id: scope.tenantId, name: scope.tenantName },
        changes: [{ property: "Name in the header", before, after }],
      },
      now,
    );
  });
}
