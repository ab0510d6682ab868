import type { DemoHint } from "@/lib/web/demo-hint";

/** The demo accounts as links that fill in the address. */
export function DemoAccounts({ demo, callbackUrl }: { demo: DemoHint; callbackUrl?: string }) {
  return (
    <section aria-labelledby="demo" className="grid gap-3 border-line border-t pt-5 text-sm">
      <h2 className="text-faint text-xs" id="demo">
        Demo accounts, shown on this machine only
      </h2>
      <div className="grid grid-cols-3 gap-3">
        {demo.tenants.map((tenant) => (
          <div className="grid content-start gap-1" key={tenant.slug}>
            <h3 className="font-medium text-ink text-xs">{tenant.slug}.example</h3>
            <p className="pb-1 text-2xs text-muted">{tenant.license}</p>
            <ul className="grid gap-1">
              {demo.accounts.map((account) => (
                <li key={account.name}>
                  <a
                    className="mono text-link"
                    href={fillIn(`${account.name}@${tenant.slug}.example`, callbackUrl)}
                    title={`${account.name}@${tenant.slug}.example: ${account.role}`}
                  >
                    {account.name}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <p className="text-muted text-xs">
        {demo.password ? (
          <>
            Password of all: <code className="mono text-ink">{demo.password}</code>
          </>
        ) : (
          "The password of all is the DEMO_PASSWORD that was set."
        )}
      </p>
    </section>
  );
}

function fillIn(username: string, callbackUrl: string | undefined): string {
  return `/sign-in?${new URLSearchParams({ username, ...(callbackUrl && { callbackUrl }) })}`;
}
