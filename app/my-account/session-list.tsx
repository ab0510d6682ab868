import type { OwnSession } from "@/lib/services/account/get-account";
import type { ShownZone } from "@/lib/web/zone";
import { zoned } from "@/lib/web/zoned";
import { endSessionAction } from "./actions";
import { SignOutEverywhere } from "./sign-out-everywhere";

interface SessionListProps {
  sessions: readonly OwnSession[];
  /** The session in which the page is read. */
  current: string;
  zone: ShownZone;
}

/** Works without JavaScript. */
export function SessionList({ sessions, current, zone }: SessionListProps) {
  return (
    <section aria-labelledby="sessions" className="own-card">
      <div className="own-card-head">
        <h2 id="sessions">Where you are signed in</h2>
        <SignOutEverywhere />
      </div>
      <ul className="grid gap-3">
        {sessions.map((session) => (
          <li
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-t pt-3"
            data-session={session.sessionId}
            key={session.sessionId}
          >
            <div className="grid min-w-0 gap-0.5">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {clientOf(session)}
                {session.sessionId === current && <span className="badge">This browser</span>}
              </p>
              <p className="text-muted text-xs">
                {session.address ? `From ${session.address}. ` : ""}
                Signed in {zoned(session.createdAt, zone)}, last used {zoned(session.lastSeenAt, zone)}
              </p>
            </div>
            {session.sessionId !== current && (
              <form action={endSessionAction}>
                <input name="session" type="hidden" value={session.sessionId} />
                <button
                  aria-label={`End the session of ${clientOf(session)}`}
                  className="button button-quiet"
                  type="submit"
                >
                  End
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function clientOf({ browser, operatingSystem }: OwnSession): string {
  if (browser && operatingSystem) return `${browser} on ${operatingSystem}`;
  return browser || operatingSystem || "A program that does not say what it is";
}
