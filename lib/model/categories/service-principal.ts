import { SERVICE_PRINCIPAL_FILTERS } from "@/lib/model/filters";
import type { CategoryDefinition } from "./category";

export const servicePrincipal: CategoryDefinition = {
  slug: "service-principal",
  code: 3,
  label: "Service principal",
  explanation:
    "An application signed in as itself, with its own certificate, secret or federated credential. No person was involved.",
  principal: "servicePrincipal",
  eventType: "servicePrincipal",
  groupKey: ["resource"],
  columns: ["date", "requestId", "servicePrincipal", "status", "ipAddress", "resource", "resourceId", "count"],
  optionalColumns: [],
  filters: SERVICE_PRINCIPAL_FILTERS,
};
