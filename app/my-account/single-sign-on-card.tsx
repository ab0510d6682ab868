import { connectAction } from "./actions";

/** Whether the organisation's own sign-in lets the account in. Works without JavaScript. */
export function SingleSignOnCard({ connected, tenantName }: { connected: boolean; tenantName: string }) {
  return (
    <section aria-labelledby="single-sign-on" className="own-card">
      <h2 id="single-sign-on">Single sign-on</h2>
      {connected ? (
        <p className="text-muted text-sm">The sign-in of {tenantName} lets you in here.</p>
      ) : (
        <>
          <p className="text-muted text-sm">
            Connect the account, and the sign-in of {tenantName} lets you in here. You are asked to sign in there once.
          </p>
          <form action={connectAction}>
            <button className="button" type="submit">
              Connect with single sign-on
            </button>
          </form>
        </>
      )}
    </section>
  );
}
