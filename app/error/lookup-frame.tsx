import type { ReactNode } from "react";
import { Icon } from "@/app/_components/icon";
import { Mark } from "@/app/_components/mark";
import { ThemeSwitch } from "@/app/_components/theme-switch";

/** What stands around the lookup page: no tenant's frame, since it belongs to none, but a way back to the reader's own. */
export function LookupFrame({ session, children }: { session: { tenantName: string } | null; children: ReactNode }) {
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <header className="top-bar lookup-bar">
        <a aria-label="Signbook, home" className="flex items-center gap-2.5 no-underline" href="/">
          <Mark />
          <span className="font-semibold tracking-tight max-[480px]:hidden">Signbook</span>
        </a>
        <span aria-hidden="true" className="h-5 w-px bg-line-strong" />
        <a className="whitespace-nowrap font-medium no-underline hover:underline" href="/error">
          Error codes
        </a>
        <span className="ml-auto flex min-w-0 items-center gap-1">
          {session ? (
            <a className="button button-quiet min-w-0 px-2" href="/" title={`Back to ${session.tenantName}`}>
              <Icon name="chevronLeft" />
              <span className="truncate">Back to {session.tenantName}</span>
            </a>
          ) : (
            <a className="button button-quiet px-2" href="/sign-in">
              Sign in
            </a>
          )}
          <ThemeSwitch />
        </span>
      </header>
      <main className="lookup" id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
