import { ROLE_LABELS, ROLES, roleAllows } from "@/lib/model/roles";

/** What each role lets somebody do. */
export function RoleList() {
  return (
    <section className="record-card" id="roles">
      <h2>What the roles allow</h2>
      <dl className="record-facts">
        {ROLES.map((role) => (
          <div className="contents" key={role}>
            <dt>{ROLE_LABELS[role]}</dt>
            <dd>May {roleAllows(role).join("; ")}.</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
