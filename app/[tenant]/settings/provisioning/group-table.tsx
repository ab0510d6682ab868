import { formatCount } from "@/lib/model/format-number";
import { GROUP_ROLES, type ProvisionedGroupView } from "@/lib/model/provisioning";
import { ROLE_LABELS } from "@/lib/model/roles";
import { mapGroupAction } from "./actions";

/** The provider's groups, and which role the members of each have. */
export function GroupTable({ groups, tenant }: { groups: readonly ProvisionedGroupView[]; tenant: string }) {
  return (
    <table className="record-table">
      <caption className="sr-only">Groups and their roles</caption>
      <thead>
        <tr>
          <th scope="col">Group</th>
          <th scope="col">Members</th>
          <th scope="col">Role of its members</th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ id, displayName, members, role }) => (
          <tr data-group-id={id} key={id}>
            <td className="break-words">{displayName}</td>
            <td className="tabular" data-label="Members">
              {formatCount(members)}
            </td>
            <td>
              <form action={mapGroupAction} className="inline-flex flex-wrap gap-2">
                <input name="tenant" type="hidden" value={tenant} />
                <input name="id" type="hidden" value={id} />
                <label className="field">
                  <span className="sr-only">Role of the members of {displayName}</span>
                  <select defaultValue={role ?? ""} key={role ?? ""} name="role">
                    <option value="">no role</option>
                    {GROUP_ROLES.map((each) => (
                      <option key={each} value={each}>
                        {ROLE_LABELS[each]}
                      </option>
                    ))}
                  </select>
                </label>
                <button aria-label={`Set the role of ${displayName}`} className="button" type="submit">
                  Set
                </button>
              </form>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
