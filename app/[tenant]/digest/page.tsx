import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { FormDone } from "@/app/_components/form-done";
import { FormProblem } from "@/app/_components/form-problem";
import { DIGEST_HOUR } from "@/lib/model/digest";
import { getDigestZone } from "@/lib/services/digest/subscription";
import { requireTenantScope } from "@/lib/web/current-session";
import { refuse } from "@/lib/web/refusals";
import type { PageSearch } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import { subscribeAction, unsubscribeAction } from "./actions";

export const metadata: Metadata = { title: "Weekly digest" };

interface PageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<PageSearch>;
}

const DONE: Readonly<Record<string, string>> = {
  subscribed: "You get the digest from next Monday on.",
  stopped: "You get no digest any more.",
};

export default function DigestPage(props: PageProps) {
  return answerPage("The choice of the digest could not be read", () => digestPage(props));
}

async function digestPage({ params, searchParams }: PageProps) {
  const { tenant } = await params;
  const search = await searchParams;
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, `/${tenant}/digest`));
  const subscribed = await getDigestZone(scope);
  const here = (await currentZone(null)).name;
  return (
    <div className="records-page">
      <header>
        <h1>Weekly digest</h1>
        <p className="text-muted text-sm">
          The essence of the <a href={`/${tenant}`}>overview</a> of the last 7 days by mail, on Mondays at {DIGEST_HOUR}{" "}
          o’clock in your time zone.
        </p>
      </header>
      <FormProblem told={search.problem} />
      <FormDone told={search.done} words={DONE} />
      <section className="record-card">
        <p className="text-sm">
          {subscribed
            ? `You get the digest on Mondays, ${subscribed.replaceAll("_", " ")} time.`
            : "You do not get the digest."}
        </p>
        <div className="flex flex-wrap items-end gap-2">
          <form action={subscribeAction} className="flex flex-wrap items-end gap-2">
            <input name="tenant" type="hidden" value={tenant} />
            <label className="field">
              <span>Time zone</span>
              <input defaultValue={subscribed ?? here} key={subscribed ?? here} name="zone" required />
            </label>
            <button className="button button-primary" type="submit">
              {subscribed ? "Change time zone" : "Subscribe"}
            </button>
          </form>
          {subscribed && (
            <form action={unsubscribeAction}>
              <input name="tenant" type="hidden" value={tenant} />
              <button className="button" type="submit">
                Unsubscribe
              </button>
            </form>
          )}
        </div>
      </section>
    </div>
  );
}
