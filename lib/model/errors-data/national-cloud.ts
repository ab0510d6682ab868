import type { ErrorClassDefinition } from "./error-class";

export const nationalCloud: ErrorClassDefinition = {
  label: "National clouds",
  about: "The account or application belongs to another cloud of the provider.",
  searchWords: "government china sovereign",
  actor: "applicationOwner",
  remedy: "Use the sign-in address of the cloud that the tenant belongs to, and settings that this cloud supports.",
  codes: {
    90038: {
      name: "NationalCloudTenantRedirection",
      reason: "tenant in another cloud",
      explanation: "The tenant belongs to another cloud of the provider, and the sign-in was sent there.",
    },
    90043: {
      name: "NationalCloudAuthCodeRedirection",
      reason: "redirect to the other cloud switched off",
      explanation: "The sign-in would have to go on in another cloud, and that is switched off.",
    },
    90051: {
      name: "InvalidNationalCloudId",
      reason: "cloud ID not valid",
      explanation: "The request names a national cloud that is not valid.",
    },
    900382: {
      reason: "not supported across clouds",
      explanation: "Confidential clients are not supported across clouds.",
    },
    900432: {
      reason: "not supported across clouds",
      explanation: "A confidential client made a request across clouds, which is not supported.",
    },
    1000104: {
      name: "XCB2BResourceCloudNotAllowedOnIdentityTenant",
      reason: "guests of this cloud not permitted",
      explanation: "The account’s tenant does not permit its guests to use resources of this other cloud.",
      actor: "administrator",
      remedy:
        "The account’s own organisation has to permit the other cloud in its cross-tenant access settings, and the resource’s organisation likewise.",
    },
  },
};
