import type { CategoryDefinition } from "./categories/category";

/** What whoever signs in is called. */
export const PRINCIPAL_LABELS: Record<CategoryDefinition["principal"], string> = {
  user: "User",
  servicePrincipal: "Service principal",
  managedIdentity: "Managed identity",
};
