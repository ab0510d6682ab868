import { MANAGED_IDENTITY_FILTERS } from "@/lib/model/filters";
import type { CategoryDefinition } from "./category";

export const managedIdentity: CategoryDefinition = {
  slug: "managed-identity",
  code: 4,
  label: "Managed identity",
  explanation: "A machine or cloud resource signed in with a secret that its platform keeps and rotates for it.",
  principal: "managedIdentity",
  eventType: "managedIdentity",
  groupKey: ["resource"],
  columns: [
    "date",
    "managedIdentity",
    "managedIdentityId",
    "status",
    "ipAddress",
    "resource",
    "resourceId",
    "count",
    "requestId",
  ],
  optionalColumns: [],
  filters: MANAGED_IDENTITY_FILTERS,
};
