import { USER_FILTERS } from "@/lib/model/filters";
import type { CategoryDefinition } from "./category";

export const nonInteractive: CategoryDefinition = {
  slug: "non-interactive",
  code: 2,
  label: "Non-interactive",
  explanation:
    "A client signed in on a person's behalf with something it already held: a refresh token, an authorization code, or the device's single sign-on.",
  principal: "user",
  eventType: "nonInteractiveUser",
  groupKey: ["application", "resource"],
  columns: ["date", "requestId", "user", "application", "status", "ipAddress", "resource", "resourceId", "count"],
  optionalColumns: [],
  filters: USER_FILTERS,
};
