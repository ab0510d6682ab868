import { Icon } from "@/app/_components/icon";
import { ROLE_LABELS, ROLES } from "@/lib/model/roles";
import { USER_SEARCH_MAX_LENGTH, USER_STATES } from "@/lib/model/users";

/** A plain form: what is asked for stands in the address. */
export function UserFilterForm({ tenant, params }: { tenant: string; params: URLSearchParams }) {
  const isFiltered = ["search", "role", "state"].some((name) => params.get(name));
  return (
    <form action={`/${tenant}/users`} className="own-filters" method="get">
      <label className="field own-search">
        <span className="sr-only">How the name or the user name begins</span>
        <input
          defaultValue={params.get("search") ?? ""}
          maxLength={USER_SEARCH_MAX_LENGTH}
          name="search"
          placeholder="Name or user name begins with"
          type="search"
        />
      </label>
      <label className="field">
        <span>Role</span>
        <select defaultValue={params.get("role") ?? ""} name="role">
          <option value="">Any</option>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {ROLE_LABELS[role]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Account</span>
        <select defaultValue={params.get("state") ?? ""} name="state">
          <option value="">Any</option>
          {Object.entries(USER_STATES).map(([state, label]) => (
            <option key={state} value={state}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <button className="button button-primary" type="submit">
        Show
      </button>
      {isFiltered && (
        <a className="button button-quiet" href={`/${tenant}/users`}>
          <Icon name="close" />
          Clear
        </a>
      )}
    </form>
  );
}
