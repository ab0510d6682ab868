import { Icon } from "@/app/_components/icon";
import { rolesWithPermission } from "@/lib/model/roles";

/** Said where policies would stand, to a reader whose role may not see them. */
export function HiddenPolicies({ what }: { what: string }) {
  return (
    <p className="notice">
      <Icon className="text-muted" name="lock" />
      {what} is hidden from your role. It can be seen by: {rolesWithPermission("policies:read").join(", ")}.
    </p>
  );
}
