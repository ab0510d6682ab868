import type { ErrorClassDefinition } from "./error-class";

export const nationalCloud: ErrorClassDefinition = {
  label: "National clouds",
  about: "The account or application belongs to another cloud of the provider.",
  searchWords: "government china sovereign",
  actor: "applicationOwner",
  remedy: "Use the sign-in address of the cloud that the tenant belongs to, and settings that this cloud supports.",
  codes: {},
};
