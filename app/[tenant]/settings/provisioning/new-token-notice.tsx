import { Icon } from "@/app/_components/icon";

/** The one time that a token is shown. */
export function NewTokenNotice({ made: { name, token } }: { made: { name: string; token: string } }) {
  return (
    <section aria-label={`New token of ${name}`} className="notice" data-tone="warning" role="status">
      <Icon name="key" />
      <div className="grid min-w-0 flex-1 gap-2">
        <p>
          The token of <strong>{name}</strong> is shown this once. Copy it now: only its hash is stored.
        </p>
        <p className="flex min-w-0 flex-wrap items-center gap-2">
          <code className="mono select-all break-all">{token}</code>
          <button aria-label="Copy token" className="button copy-link" data-copy={token} type="button">
            <Icon name="copy" />
            <span className="todo">Copy</span>
            <span className="done">Copied</span>
          </button>
        </p>
      </div>
    </section>
  );
}
