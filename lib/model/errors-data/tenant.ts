import type { ErrorClassDefinition } from "./error-class";

export const tenant: ErrorClassDefinition = {
  label: "Tenant and guests",
  about: "The account, or the tenant it comes from, is not admitted here.",
  searchWords: "organisation guest b2b cross-tenant",
  actor: "administrator",
  remedy:
    "Check that the tenant is the intended one, that the account has been invited to it, and that the cross-tenant access settings on both sides allow it.",
  codes: {
    16000: {
      name: "InteractionRequired",
      reason: "account has no place in this directory",
      explanation: "The account belongs to another directory and must be chosen again or invited here first.",
    },
    16003: {
      name: "SsoUserAccountNotFoundInResourceTenant",
      reason: "account not in the resource’s tenant",
      explanation: "The account was never added to the tenant that owns the resource, so another one had to be chosen.",
    },
  },
};
