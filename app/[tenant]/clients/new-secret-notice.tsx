import { Icon } from "@/app/_components/icon";
import type { SecretFormState } from "./actions";

/** The one time that a secret is shown. */
export function NewSecretNotice({ made }: { made: NonNullable<SecretFormState["made"]> }) {
  const facts = [
    { label: "Tenant id", value: made.tenantId },
    { label: "Client id", value: made.clientId },
    { label: "Client secret", value: made.clientSecret },
  ];
  return (
    <section aria-label={`New secret of ${made.name}`} className="notice" data-tone="warning" role="status">
      <Icon name="key" />
      <div className="grid min-w-0 flex-1 gap-2">
        <p>
          The secret of <strong>{made.name}</strong> is shown this once. Copy it now: only its hash is stored.
        </p>
        <dl className="record-facts">
          {facts.map(({ label, value }) => (
            <div className="contents" key={label}>
              <dt>{label}</dt>
              <dd className="flex min-w-0 flex-wrap items-center gap-2">
                <code className="mono select-all break-all">{value}</code>
                <button aria-label={`Copy ${label}`} className="button copy-link" data-copy={value} type="button">
                  <Icon name="copy" />
                  <span className="todo">Copy</span>
                  <span className="done">Copied</span>
                </button>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}
