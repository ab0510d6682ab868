import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { answerPage } from "@/app/_components/answer-page";
import { Mark } from "@/app/_components/mark";
import { ThemeSwitch } from "@/app/_components/theme-switch";
import { currentSession } from "@/lib/web/current-session";
import { demoAccountsShown } from "@/lib/web/demo-hint";
import { sameOriginPath } from "@/lib/web/same-origin-path";
import { DemoAccounts } from "./demo-accounts";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

type Search = Record<string, string | string[] | undefined>;

export default function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  return answerPage("Signbook could not answer", () => signInPage(searchParams), { frame: "none" });
}

async function signInPage(searchParams: Promise<Search>) {
  const search = await searchParams;
  const callbackUrl = sameOriginPath(first(search.callbackUrl));
  if (await currentSession()) redirect(callbackUrl ?? "/");
  const demo = demoAccountsShown();
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <header className="grid gap-5">
          <Mark size={40} />
          <div className="grid gap-1">
            <h1>Sign in to Signbook</h1>
            <p className="text-muted">Your organisation’s sign-ins, on record.</p>
          </div>
        </header>
        <SignInForm callbackUrl={callbackUrl} username={first(search.username)?.slice(0, 320)} />
        {demo && <DemoAccounts callbackUrl={callbackUrl} demo={demo} />}
      </div>
      <footer className="flex items-center justify-center gap-2 text-faint text-xs">
        <span>The sign-in log that your organisation runs itself.</span>
        <ThemeSwitch />
      </footer>
    </main>
  );
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
