import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { FormDone } from "@/app/_components/form-done";
import { getSingleSignOn, type SingleSignOnPage } from "@/lib/services/single-sign-on/settings";
import { requireTenantScope } from "@/lib/web/current-session";
import { refuse } from "@/lib/web/refusals";
import type { PageSearch } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import { zoned } from "@/lib/web/zoned";
import { removeAction } from "./actions";
import { SingleSignOnForm } from "./single-sign-on-form";

export const metadata: Metadata = { title: "Single sign-on" };

interface PageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<PageSearch>;
}

export default function Page(props: PageProps) {
  return answerPage("Single sign-on could not be read", () => singleSignOnPage(props));
}

async function singleSignOnPage({ params, searchParams }: PageProps) {
  const { tenant } = await params;
  const here = `/${tenant}/settings/single-sign-on`;
  const read = async () => getSingleSignOn(await requireTenantScope(tenant));
  const page = await read().catch((error) => refuse(error, here));
  const zone = await currentZone(null);
  const { done } = await searchParams;
  return (
    <div className="records-page">
      <header className="grid gap-1">
        <h1>Single sign-on</h1>
        <p className="text-muted text-sm">
          People sign in through your organisation’s own identity provider (OpenID Connect). Passwords of Signbook go on
          working for the accounts that have one.
        </p>
      </header>
      <FormDone told={done} words={DONE} />
      <ForTheProvider page={page} tenant={tenant} />
      <SingleSignOnForm
        settings={page.settings && { ...page.settings, tested: zoned(page.settings.testedAt, zone) }}
        tenant={tenant}
      />
      {page.settings && (
        <form action={removeAction} className="record-card">
          <h2>Turn off</h2>
          <p className="text-muted text-sm">
            Accounts stay, and who they belong to; those without a password cannot sign in until it is on again.
          </p>
          <input name="tenant" type="hidden" value={tenant} />
          <button className="button justify-self-start" type="submit">
            Turn off single sign-on
          </button>
        </form>
      )}
    </div>
  );
}

const DONE: Readonly<Record<string, string>> = {
  saved: "The provider answered as it should, and single sign-on is on.",
  removed: "Single sign-on is off.",
};

function ForTheProvider({ page, tenant }: { page: SingleSignOnPage; tenant: string }) {
  return (
    <section aria-labelledby="for-provider" className="record-card">
      <h2 id="for-provider">For your provider</h2>
      <dl className="record-facts">
        <dt>Redirect address</dt>
        <dd>
          <code className="mono select-all break-all">{page.redirectUri}</code>
        </dd>
        <dt>Scopes</dt>
        <dd>
          <code className="mono">openid profile email</code>
        </dd>
        {page.settings && (
          <>
            <dt>Address to start from</dt>
            <dd>
              <code className="mono select-all break-all">
                {new URL(page.redirectUri).origin}/sign-in/sso/start?tenant={tenant}
              </code>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
