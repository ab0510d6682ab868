import { COLUMN_GROUPS } from "@/lib/model/columns";
import { USER_FILTERS } from "@/lib/model/filters";
import type { CategoryDefinition } from "./category";

export const interactive: CategoryDefinition = {
  slug: "interactive",
  code: 1,
  label: "Interactive",
  explanation:
    "A person gave a factor themselves: typed a password, answered a second-factor challenge, used a biometric or a QR code, or came from a federated identity provider.",
  principal: "user",
  eventType: "interactiveUser",
  groupKey: ["application"],
  columns: ["date", "requestId", "user", "application", "status", "ipAddress", "location", "conditionalAccess"],
  optionalColumns: Object.values(COLUMN_GROUPS).flat(),
  filters: USER_FILTERS,
};
