import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { answerPage } from "@/app/_components/answer-page";
import { ssoSentence } from "@/lib/model/sso-problems";
import { currentSession } from "@/lib/web/current-session";
import { demoAccountsShown } from "@/lib/web/demo-hint";
import { sameOriginPath } from "@/lib/web/same-origin-path";
import type { PageSearch } from "@/lib/web/search-params";
import { DemoAccounts } from "./demo-accounts";
import { SignInForm } from "./sign-in-form";
import { SignInShell } from "./sign-in-shell";

export const metadata: Metadata = { title: "Sign in" };

export default function SignInPage({ searchParams }: { searchParams: Promise<PageSearch> }) {
  return answerPage("Signbook could not answer", () => signInPage(searchParams), { frame: "none" });
}

async function signInPage(searchParams: Promise<PageSearch>) {
  const search = await searchParams;
  const callbackUrl = sameOriginPath(first(search.callbackUrl));
  if (await currentSession()) redirect(callbackUrl ?? "/");
  const demo = demoAccountsShown();
  const ssoProblem = ssoSentence(first(search.sso));
  return (
    <SignInShell lead="Your organisation’s sign-ins, on record." title="Sign in to Signbook">
      {ssoProblem && (
        <p className="notice" data-tone="failure" role="alert">
          {ssoProblem}
        </p>
      )}
      <SignInForm
        callbackUrl={callbackUrl}
        passwordIsSet={first(search.notice) === "password"}
        username={first(search.username)?.slice(0, 320)}
      />
      {demo && <DemoAccounts callbackUrl={callbackUrl} demo={demo} />}
    </SignInShell>
  );
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
