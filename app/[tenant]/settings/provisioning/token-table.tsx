import type { ProvisioningTokenView } from "@/lib/model/provisioning";
import type { ShownZone } from "@/lib/web/zone";
import { zoned } from "@/lib/web/zoned";
import { revokeTokenAction } from "./actions";

interface TokenTableProps {
  tokens: readonly ProvisioningTokenView[];
  tenant: string;
  zone: ShownZone;
  /** The token whose revocation was asked for and is to be confirmed. */
  confirm: string | undefined;
}

const STATES: Record<ProvisioningTokenView["state"], string> = {
  valid: "Valid",
  expired: "Expired",
  revoked: "Revoked",
};

export function TokenTable({ tokens, tenant, zone, confirm }: TokenTableProps) {
  const path = `/${tenant}/settings/provisioning`;
  const asked = tokens.find(({ id, state }) => id === confirm && state === "valid");
  return (
    <>
      {asked && (
        <form action={revokeTokenAction} className="notice" data-tone="warning">
          <div className="grid gap-2">
            <span className="wrap-anywhere">
              {asked.name} can change nothing here any more from the next request on. Accounts and groups stay as they
              are. This cannot be undone.
            </span>
            <span className="flex flex-wrap gap-2">
              <input name="tenant" type="hidden" value={tenant} />
              <input name="id" type="hidden" value={asked.id} />
              <button className="button button-primary h-auto min-h-8 whitespace-normal wrap-anywhere" type="submit">
                Revoke the token of {asked.name}
              </button>
              <a className="button" href={path}>
                Keep it
              </a>
            </span>
          </div>
        </form>
      )}
      <table className="record-table">
        <caption className="sr-only">Provisioning tokens</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">State</th>
            <th scope="col">Created</th>
            <th scope="col">Expires</th>
            <th scope="col">Last used</th>
            <th scope="col">
              <span className="sr-only">Action</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr data-token-id={token.id} key={token.id}>
              <td className="wrap-anywhere">
                {token.name} <span className="mono text-muted">{token.hint}…</span>
              </td>
              <td data-label="State">{STATES[token.state]}</td>
              <td data-label="Created">{zoned(token.createdAt, zone)}</td>
              <td data-label="Expires">{token.expiresAt ? zoned(token.expiresAt, zone) : "Never"}</td>
              <td data-label="Last used">{token.lastUsedAt ? zoned(token.lastUsedAt, zone) : "Never used"}</td>
              <td>
                {token.state === "valid" && token.id !== confirm && (
                  <a
                    aria-label={`Revoke the token of ${token.name}`}
                    className="button"
                    href={`${path}?confirm=${token.id}`}
                  >
                    Revoke
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
