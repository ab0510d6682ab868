import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { FormDone } from "@/app/_components/form-done";
import { FormProblem } from "@/app/_components/form-problem";
import { Frame } from "@/app/_components/frame";
import { Icon } from "@/app/_components/icon";
import { ssoSentence } from "@/lib/model/sso-problems";
import { getAccount } from "@/lib/services/account/get-account";
import { currentSession, requireOwnScope } from "@/lib/web/current-session";
import { refuse } from "@/lib/web/refusals";
import type { PageSearch } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import { OneTimeCodes } from "./one-time-codes";
import { PasswordForm } from "./password-form";
import { SessionList } from "./session-list";
import { SingleSignOnCard } from "./single-sign-on-card";

export const metadata: Metadata = { title: "My account" };

const PAGE = "/my-account";

/** What the last form did. */
const DONE: Readonly<Record<string, string>> = {
  password: "Your password is changed. Every other browser has been signed out.",
  codes: "One-time codes are off: your password alone signs you in.",
  session: "That session has ended.",
  bound: "Your account is connected: your organisation’s own sign-in lets you in from now on.",
};

interface PageProps {
  searchParams: Promise<PageSearch>;
}

/** For any signed-in person: how they get in, and where they are in. */
export default function MyAccountPage(props: PageProps) {
  return answerPage("Your account could not be read", () => myAccountPage(props), { frame: "none" });
}

async function myAccountPage({ searchParams }: PageProps) {
  const scope = await requireOwnScope().catch((error) => refuse(error, PAGE));
  const session = await currentSession();
  if (!session) return null;
  const { done, problem, sso, offer } = await searchParams;
  const account = await getAccount(scope, new Date(), textOf(offer));
  const zone = await currentZone(null);
  return (
    <Frame session={session}>
      <div className="own-page">
        <header>
          <h1>My account</h1>
          <p className="text-muted text-sm">
            How {scope.actor.upn} signs in to Signbook, and where it is signed in. What happened with the account stands
            under{" "}
            <a className="text-link" href="/my-sign-ins">
              My sign-ins
            </a>
            .
          </p>
        </header>
        <FormProblem told={problem} />
        <Outcome done={textOf(done)} problem={ssoSentence(textOf(sso))} />
        <PasswordForm hasPassword={account.hasPassword} tenantName={scope.tenantName} upn={scope.actor.upn} />
        <OneTimeCodes account={account} offer={textOf(offer)} zone={zone} />
        {account.singleSignOn && (
          <SingleSignOnCard connected={account.singleSignOn.connected} tenantName={scope.tenantName} />
        )}
        <SessionList current={session.sessionId} sessions={account.sessions} zone={zone} />
      </div>
    </Frame>
  );
}

function Outcome({ done, problem }: { done: string; problem: string | undefined }) {
  if (problem) {
    return (
      <p className="notice" data-tone="failure" role="alert">
        <Icon name="warning" />
        {problem}
      </p>
    );
  }
  return <FormDone told={done} words={DONE} />;
}

function textOf(value: string | string[] | undefined): string {
  return [value].flat()[0] ?? "";
}
