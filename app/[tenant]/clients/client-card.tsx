import type { ClientSecretView, ClientView } from "@/lib/model/clients";
import { SECRETS_AT_A_TIME } from "@/lib/model/clients";
import type { ShownZone } from "@/lib/web/zone";
import { zoned } from "@/lib/web/zoned";
import { revokeAction } from "./actions";
import { AddSecretForm } from "./add-secret-form";

interface CardProps {
  client: ClientView;
  tenant: string;
  zone: ShownZone;
  /** The client or secret whose revocation was asked for and is to be confirmed. */
  confirm: string | undefined;
}

/** One client: what it may do, its secrets, and what can be done about them. */
export function ClientCard({ client, tenant, zone, confirm }: CardProps) {
  const { clientId, name, permissions, revokedAt, lastUsedAt, createdAt } = client;
  const valid = client.secrets.filter(({ state }) => state === "valid").length;
  return (
    <article className="record-card" data-client-id={clientId} data-quiet={revokedAt ? "" : undefined}>
      <header className="record-card-head">
        <div className="min-w-0">
          <h2 className="break-words">
            {name} {revokedAt && <span className="badge">Revoked</span>}
          </h2>
          <p className="text-muted text-sm">
            Created {zoned(createdAt, zone)} · {lastUsedAt ? `last used ${zoned(lastUsedAt, zone)}` : "never used"}
          </p>
        </div>
        {!revokedAt && confirm !== clientId && <ConfirmLink id={clientId} label="Revoke client" tenant={tenant} />}
      </header>
      {!revokedAt && confirm === clientId && (
        <Revoke clientId={clientId} label={`Revoke ${name}`} tenant={tenant}>
          It gets no more tokens, and those it has are refused within seconds. This cannot be undone.
        </Revoke>
      )}
      <dl className="record-facts">
        <dt>Client id</dt>
        <dd className="mono">{clientId}</dd>
        <dt>Permissions</dt>
        <dd className="mono">{permissions.join(", ")}</dd>
        {revokedAt && (
          <>
            <dt>Revoked</dt>
            <dd>{zoned(revokedAt, zone)}</dd>
          </>
        )}
      </dl>
      {!revokedAt && (
        <>
          <Secrets client={client} confirm={confirm} tenant={tenant} zone={zone} />
          <AddSecretForm clientId={clientId} full={valid >= SECRETS_AT_A_TIME} name={name} tenant={tenant} />
        </>
      )}
    </article>
  );
}

function Secrets({ client, tenant, zone, confirm }: CardProps) {
  const { clientId, secrets } = client;
  const asked = secrets.find(({ id, state }) => id === confirm && state === "valid");
  return (
    <>
      {asked && (
        <Revoke clientId={clientId} label="Revoke this secret" secretId={asked.id} tenant={tenant}>
          The secret {nameOf(asked)} gets no more tokens. Programs that still use it stop working within an hour.
        </Revoke>
      )}
      <table className="record-table">
        <caption className="sr-only">Secrets of {client.name}</caption>
        <thead>
          <tr>
            <th scope="col">Secret</th>
            <th scope="col">State</th>
            <th scope="col">Expires</th>
            <th scope="col">Last used</th>
            <th scope="col">
              <span className="sr-only">Action</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {secrets.map((secret) => (
            <tr data-secret-id={secret.id} data-state={secret.state} key={secret.id}>
              <td className="mono">{nameOf(secret)}</td>
              <td>{STATES[secret.state]}</td>
              <td data-label="Expires">{secret.expiresAt ? zoned(secret.expiresAt, zone) : "Never"}</td>
              <td data-label="Last used">{secret.lastUsedAt ? zoned(secret.lastUsedAt, zone) : "Never used"}</td>
              <td>
                {secret.state === "valid" && secret.id !== confirm && (
                  <ConfirmLink id={secret.id} label="Revoke" tenant={tenant} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const STATES: Record<ClientSecretView["state"], string> = { valid: "Valid", expired: "Expired", revoked: "Revoked" };

function nameOf({ hint, id }: ClientSecretView): string {
  return hint ? `${hint}…` : `${id.slice(0, 8)} (id)`;
}

/** Revoking takes a second step: the page again, with the question. */
function ConfirmLink({ id, label, tenant }: { id: string; label: string; tenant: string }) {
  return (
    <a className="button" href={`/${tenant}/clients?confirm=${id}`}>
      {label}
    </a>
  );
}

interface RevokeProps {
  tenant: string;
  clientId: string;
  secretId?: string;
  label: string;
  children: React.ReactNode;
}

function Revoke({ tenant, clientId, secretId, label, children }: RevokeProps) {
  return (
    <form action={revokeAction} className="notice" data-tone="warning">
      <div className="grid gap-2">
        <span>{children}</span>
        <span className="flex flex-wrap gap-2">
          <input name="tenant" type="hidden" value={tenant} />
          <input name="clientId" type="hidden" value={clientId} />
          {secretId && <input name="secretId" type="hidden" value={secretId} />}
          <button className="button button-primary h-auto min-h-8 whitespace-normal wrap-anywhere" type="submit">
            {label}
          </button>
          <a className="button" href={`/${tenant}/clients`}>
            Keep it
          </a>
        </span>
      </div>
    </form>
  );
}
