import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import type { PageSearch } from "@/lib/web/search-params";
import { SignInShell } from "../sign-in-shell";
import { requestLinkAction } from "./actions";

export const metadata: Metadata = { title: "Forgotten password" };

interface PageProps {
  searchParams: Promise<PageSearch>;
}

export default function ForgottenPage(props: PageProps) {
  return answerPage("Signbook could not answer", () => forgottenPage(props), { frame: "none" });
}

/** Says the same whatever address was given. Works without JavaScript. */
async function forgottenPage({ searchParams }: PageProps) {
  const { sent } = await searchParams;
  return (
    <SignInShell lead="A link to set a new one comes by mail." title="Forgotten your password?">
      {sent ? (
        <p className="notice" role="status">
          If there is an account with this address, a link is on its way to it. It works once, within an hour. Nothing
          in the mailbox? Look among the unwanted mails, or ask your administrator.
        </p>
      ) : (
        <form action={requestLinkAction} className="grid gap-4">
          <label className="stacked-field">
            <span>Email address</span>
            <input
              autoCapitalize="none"
              autoComplete="username"
              inputMode="email"
              maxLength={320}
              name="username"
              required
              spellCheck={false}
              type="text"
            />
          </label>
          <button className="button button-primary h-10 text-base" type="submit">
            Send the link
          </button>
        </form>
      )}
      <a className="text-center text-link text-sm" href="/sign-in">
        Back to signing in
      </a>
    </SignInShell>
  );
}
