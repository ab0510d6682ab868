import type { ReactNode } from "react";
import { Mark } from "@/app/_components/mark";
import { ThemeSwitch } from "@/app/_components/theme-switch";

interface SignInShellProps {
  title: string;
  lead: ReactNode;
  children: ReactNode;
}

/** What stands around every page for people who are not signed in. */
export function SignInShell({ title, lead, children }: SignInShellProps) {
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <header className="grid gap-5">
          <Mark size={40} />
          <div className="grid gap-1">
            <h1>{title}</h1>
            <p className="text-muted">{lead}</p>
          </div>
        </header>
        {children}
      </div>
      <footer className="flex items-center justify-center gap-2 text-faint text-xs">
        <span>The sign-in log that your organisation runs itself.</span>
        <ThemeSwitch />
      </footer>
    </main>
  );
}
