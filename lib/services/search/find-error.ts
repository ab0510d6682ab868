/** The error code that a text names, and the sign-ins of the tenant that have it. */
import type { TenantTransaction } from "@/db/client";
import { countHeld } from "@/db/queries/sign-ins/presence";
import { CATEGORIES, CATEGORY_SLUGS } from "@/lib/model/categories";
import { parseErrorLookup } from "@/lib/model/error-lookup";
import { FACETS } from "@/lib/model/facets";
import type { Interval } from "@/lib/model/intervals";
import type { FoundError } from "@/lib/model/search-result";

const LONGEST_CODE = 9;
/** As sign-in pages write codes: what is written so is one, whether or not anybody knows it. */
const MARKED = /AADSTS/i;

/** Understood as the error lookup understands it. A number that nobody knows counts where sign-ins have it. */
export async function findError(tenant: TenantTransaction, text: string, range: Interval): Promise<FoundError | null> {
  const lookup = parseErrorLookup({ q: text });
  if (lookup.kind !== "code" && lookup.kind !== "unknownCode") return null;
  const digits = lookup.kind === "code" ? String(lookup.explanation.code) : lookup.digits;
  const code = Number(digits);
  if (code === 0 || digits.length > LONGEST_CODE) return null;
  const logs: FoundError["logs"][number][] = [];
  for (const log of CATEGORY_SLUGS) {
    const where = { category: CATEGORIES[log].code, range };
    const n = await countHeld(tenant, where, FACETS.errorCode, { anyOf: [String(code)] });
    if (n > 0) logs.push({ log, n });
  }
  const isMeant = lookup.kind === "code" || MARKED.test(text);
  return isMeant || logs.length > 0 ? { code, range, logs } : null;
}
