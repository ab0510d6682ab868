import type { Metadata } from "next";
import { openStopToken } from "@/lib/services/digest/stop-token";
import type { PageSearch } from "@/lib/web/search-params";
import { stopByLinkAction } from "../actions";

export const metadata: Metadata = { title: "Stop the weekly digest" };

interface PageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<PageSearch>;
}

/**
 * Where the link at the end of a digest leads. It takes one press and no signing in; following the link alone changes
 * nothing, as mail programs and scanners follow links by themselves.
 */
export default async function StopDigestPage({ params, searchParams }: PageProps) {
  const { tenant } = await params;
  const { token, done } = await searchParams;
  const given = typeof token === "string" && openStopToken(token) ? token : undefined;
  return (
    <div className="records-page">
      <header>
        <h1>Weekly digest</h1>
      </header>
      {done === "yes" && <p role="status">You get no digest any more.</p>}
      {done !== "yes" && !given && (
        <p role="alert">This link cannot be used. Sign in and open “Weekly digest” on the overview instead.</p>
      )}
      {given && (
        <form action={stopByLinkAction}>
          <input name="tenant" type="hidden" value={tenant} />
          <input name="token" type="hidden" value={given} />
          <button className="button button-primary" type="submit">
            Stop the weekly digest
          </button>
        </form>
      )}
    </div>
  );
}
