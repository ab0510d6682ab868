import { DoneNotice } from "@/app/_components/form-done";
import { Icon } from "@/app/_components/icon";
import { SignOutEverywhere } from "@/app/my-account/sign-out-everywhere";

interface OutcomeProps {
  answered: string | null;
  tenantName: string;
}

/** What the last form did, and what to do now. */
export function Outcome({ answered, tenantName }: OutcomeProps) {
  if (answered === "me") return <DoneNotice>Thank you. The sign-in is noted as yours.</DoneNotice>;
  if (answered !== "notMe") return null;
  return (
    <section aria-labelledby="next-steps" className="notice" data-tone="failure" role="status">
      <Icon name="warning" />
      <div className="grid gap-2">
        <h2 className="text-base" id="next-steps">
          Noted: this was not you. Please do this now
        </h2>
        <div className="flex flex-wrap gap-2">
          <a className="button button-primary" href="/my-account#password">
            Change password
          </a>
          <SignOutEverywhere />
        </div>
        <p className="text-sm">Both are for Signbook. For your work account and everything else:</p>
        <NextSteps tenantName={tenantName} />
      </div>
    </section>
  );
}

function NextSteps({ tenantName }: { tenantName: string }) {
  return (
    <ol className="grid list-decimal gap-1 pl-5">
      <li>Change the password of your work account, to one that you use nowhere else.</li>
      <li>
        Sign out of its applications everywhere: sessions that are open already outlive a new password in some of them.
      </li>
      <li>Look through your sign-in methods (phone numbers, authenticator apps) and remove what you do not know.</li>
      <li>Refuse every request to approve a sign-in that you did not begin.</li>
      <li>
        The people who look after security at {tenantName} get a mail about your answer. If it is urgent, call them.
      </li>
    </ol>
  );
}

export function Problems({ problems }: { problems: Readonly<Record<string, string>> }) {
  return (
    <div className="notice" data-tone="warning" role="alert">
      <Icon name="warning" />
      <div className="grid gap-1">
        {Object.entries(problems).map(([name, problem]) => (
          <p key={name}>{problem}</p>
        ))}
        <p>
          <a className="text-link" href="/my-sign-ins">
            Show all of your sign-ins
          </a>
        </p>
      </div>
    </div>
  );
}
