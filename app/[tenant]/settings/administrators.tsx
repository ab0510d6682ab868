import { ROLE_LABELS, roleAllows } from "@/lib/model/roles";
import { MOST_MEMBERS_SHOWN, type SettingsView } from "@/lib/services/settings/get-settings";

interface AdministratorsProps {
  members: SettingsView["members"];
  manages: boolean;
  tenant: string;
}

/** Whom to ask for what. */
export function Administrators({ members, manages, tenant }: AdministratorsProps) {
  return (
    <section className="record-card" id="administrators">
      <h2>Who administers</h2>
      <dl className="record-facts">
        {members.map(({ role, people }) => (
          <div className="contents" key={role}>
            <dt>{ROLE_LABELS[role]}</dt>
            <dd>
              {people.length === 0 && <span className="text-faint">Nobody</span>}
              {people.slice(0, MOST_MEMBERS_SHOWN).map(({ userId, displayName, upn }, index) => (
                <span key={userId}>
                  {index > 0 && ", "}
                  {manages ? (
                    <a className="text-link" href={`/${tenant}/users/${userId}`} title={upn}>
                      {displayName}
                    </a>
                  ) : (
                    <span title={upn}>{displayName}</span>
                  )}
                </span>
              ))}
              {people.length > MOST_MEMBERS_SHOWN && " and more"}
              <span className="block text-muted">May {roleAllows(role).join("; ")}.</span>
            </dd>
          </div>
        ))}
      </dl>
      {manages && (
        <p>
          <a className="button" href={`/${tenant}/users`}>
            Users and roles
          </a>
        </p>
      )}
    </section>
  );
}
