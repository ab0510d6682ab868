/** A sign-in as the details pane gets it, made of a record without a database. */
import { mintScope } from "@/lib/access/mint-scope";
import type { License } from "@/lib/model/licenses";
import { permissionsOfRoles, type Role } from "@/lib/model/roles";
import type { JsonObject, NormalisedSignIn } from "@/lib/model/sign-in-record";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { columnsOf } from "@/lib/records/columns";
import { normalise } from "@/lib/records/normalise";
import { presentSignIn } from "@/lib/services/sign-ins/present-sign-in";
import { redactRecord } from "@/lib/services/sign-ins/redact-record";

interface Reader {
  role?: Role;
  license?: License;
}

/** What a reader of the tenant is shown of a record in any shape. @throws when it is no sign-in. */
export function detailOf(record: JsonObject, reader?: Reader): SignInDetail {
  const event = normalise(record);
  if ("rejection" in event) throw new Error(event.rejection.message);
  return detailOfEvent(event, reader);
}

export function detailOfEvent(
  event: NormalisedSignIn,
  { role = "security-reader", license = "premium_p2" }: Reader = {},
): SignInDetail {
  const scope = mintScope({
    ...{ tenantId: "t", tenantSlug: "acorn", tenantName: "Acorn", license, permissions: permissionsOfRoles([role]) },
    actor: { kind: "system", name: "test" },
  });
  const { category, id, createdAt, createdMs } = event;
  const stored = { tenantId: "t", batchId: "b", firstBatchId: null, groupKey: "g" };
  return {
    ...presentSignIn({ ...stored, ...columnsOf(event), category, id, createdAt, createdMs }),
    ...redactRecord(scope, event.record),
    receivedAt: null,
    notes: event.notes,
  };
}
