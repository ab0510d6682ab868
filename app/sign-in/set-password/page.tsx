import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { describeLink } from "@/lib/services/password-links/set-password-by-link";
import { statePageStatus } from "@/lib/web/page-status";
import type { PageSearch } from "@/lib/web/search-params";
import { SignInShell } from "../sign-in-shell";
import { SetPasswordForm } from "./set-password-form";

/**
 * The address holds a secret: no other site that is opened from here learns it. Told nothing at all (`no-referrer`), our
 * own would not know a form without JavaScript for its own: browsers then hide its origin, too.
 */
export const metadata: Metadata = { title: "Set a password", referrer: "same-origin", robots: { index: false } };

interface PageProps {
  searchParams: Promise<PageSearch>;
}

export default function SetPasswordPage(props: PageProps) {
  return answerPage("Signbook could not answer", () => setPasswordPage(props), { frame: "none" });
}

/** Opening the page uses nothing up: mail programs look at links too. */
async function setPasswordPage({ searchParams }: PageProps) {
  const token = [(await searchParams).token].flat()[0] ?? "";
  const link = await describeLink(token, new Date());
  if (!link) {
    await statePageStatus(404);
    return (
      <SignInShell lead="It has been used already, or it is too old." title="This link does not work any more">
        <p className="text-sm">
          <a className="text-link" href="/sign-in/forgotten">
            Ask for a new one
          </a>
          , or ask your administrator for a new invitation.
        </p>
      </SignInShell>
    );
  }
  const title = link.purpose === "invitation" ? `Welcome, ${link.displayName}` : "Set a new password";
  return (
    <SignInShell lead={`For ${link.upn} at ${link.tenantName}.`} title={title}>
      <SetPasswordForm token={token} upn={link.upn} />
    </SignInShell>
  );
}
