import { generate } from "lean-qr";
import { toSvgPath } from "lean-qr/extras/svg";
import type { Account } from "@/lib/services/account/get-account";
import type { ShownZone } from "@/lib/web/zone";
import { zoned } from "@/lib/web/zoned";
import { cancelCodesAction, startCodesAction, turnOffCodesAction } from "./actions";
import { ConfirmCodesForm } from "./confirm-codes-form";

interface OneTimeCodesProps {
  account: Account;
  /** What opens the set-up that was begun from this page. */
  offer: string;
  zone: ShownZone;
}

/** Works without JavaScript. */
export function OneTimeCodes({ account: { hasPassword, secondFactor }, offer, zone }: OneTimeCodesProps) {
  const enrolment = secondFactor.state === "offered" ? secondFactor.enrolment : undefined;
  return (
    <section aria-labelledby="codes" className="own-card">
      <h2 id="codes">One-time codes</h2>
      <p className="text-muted text-sm">
        {secondFactor.state === "on"
          ? `On since ${zoned(secondFactor.since, zone)}. Signing in asks for the code of your authenticator app.`
          : "A code from an app on your phone, asked for after the password: whoever learns the password does not get in."}
      </p>
      {secondFactor.state !== "on" && !enrolment && hasPassword && (
        <form action={startCodesAction}>
          <button className="button" type="submit">
            Set up one-time codes
          </button>
        </form>
      )}
      {!hasPassword && secondFactor.state !== "on" && (
        <p className="text-sm">Your organisation’s own sign-in asks for further proof, where it wants any.</p>
      )}
      {enrolment && (
        <div className="grid gap-3">
          <p className="text-sm">
            1. Scan this with an authenticator app, or type the key{" "}
            <code className="mono break-all">{spaced(enrolment.secret)}</code>
          </p>
          <QrCode text={enrolment.uri} />
        </div>
      )}
      <ConfirmCodesForm offer={enrolment && offer} />
      {enrolment && (
        <form action={cancelCodesAction}>
          <button className="button" type="submit">
            Cancel
          </button>
        </form>
      )}
      {secondFactor.state === "on" && (
        <>
          <p className="text-sm">{recoverySentence(secondFactor.recoveryCodesLeft)}</p>
          <form action={turnOffCodesAction} className="grid max-w-[400px] gap-4">
            <label className="stacked-field">
              <span>Your password, to turn them off</span>
              <input autoComplete="current-password" maxLength={256} name="password" required type="password" />
            </label>
            <button className="button justify-self-start" type="submit">
              Turn off one-time codes
            </button>
          </form>
        </>
      )}
    </section>
  );
}

function recoverySentence(left: number): string {
  if (left === 0) return "No recovery code is left. Turn codes off and set them up again to get new ones.";
  return left === 1 ? "One recovery code is left." : `${left} recovery codes are left.`;
}

/** Dark on light in either theme: some apps read nothing else. */
function QrCode({ text }: { text: string }) {
  const code = generate(text);
  const quiet = 4;
  const size = code.size + 2 * quiet;
  return (
    <svg
      aria-label="QR code for an authenticator app"
      className="rounded-md border border-line"
      height={200}
      role="img"
      shapeRendering="crispEdges"
      viewBox={`${-quiet} ${-quiet} ${size} ${size}`}
      width={200}
    >
      <rect fill="#ffffff" height={size} width={size} x={-quiet} y={-quiet} />
      <path d={toSvgPath(code)} fill="#000000" />
    </svg>
  );
}

function spaced(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, "$1 ");
}
