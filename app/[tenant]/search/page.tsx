import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { answerPage } from "@/app/_components/answer-page";
import { InvalidInputError } from "@/lib/model/errors";
import { onlyHit, type SearchResult } from "@/lib/model/search-result";
import { FOUND_KINDS, thingHref } from "@/lib/model/things";
import { authorize } from "@/lib/services/authorize";
import { searchAnything } from "@/lib/services/search/search-anything";
import { requireTenantScope } from "@/lib/web/current-session";
import { statePageStatus } from "@/lib/web/page-status";
import { refuse } from "@/lib/web/refusals";
import { type PageSearch, toSearchParams } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import { recordHref } from "../_things/hrefs";
import { Found } from "./found";
import { policyHref } from "./hrefs";

export const metadata: Metadata = { title: "Search" };

interface PageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<PageSearch>;
}

export default function SearchPage(props: PageProps) {
  return answerPage("The search could not be done", () => searchPage(props));
}

async function searchPage({ params, searchParams }: PageProps) {
  const { tenant } = await params;
  const search = toSearchParams(await searchParams);
  const here = search.size > 0 ? `/${tenant}/search?${search}` : `/${tenant}/search`;
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, here));
  authorize(scope, "logs:read", "signInLogs");
  const typed = search.get("q") ?? "";
  const answer = await searchAnything(scope, typed).catch(problemOf);
  const place = typeof answer === "string" ? null : placeOf(tenant, answer);
  if (place !== null) redirect(place);
  if (typeof answer === "string") await statePageStatus(400);
  const zone = await currentZone(search.get("tz"));
  return (
    <div className="things">
      <h1>Search</h1>
      <form action={`/${tenant}/search`} className="search-form">
        <label className="field">
          <span className="sr-only">Search for</span>
          <input
            aria-invalid={typeof answer === "string" || undefined}
            autoCapitalize="none"
            autoComplete="off"
            defaultValue={typed}
            name="q"
            placeholder="Name, user name, address, block or ID"
            spellCheck={false}
            type="search"
          />
        </label>
        <button className="button button-primary" type="submit">
          Search
        </button>
      </form>
      {typeof answer === "string" ? (
        <p className="notice" data-tone="failure" role="alert">
          {answer}
        </p>
      ) : (
        <Found result={answer} tenant={tenant} zone={zone} />
      )}
    </div>
  );
}

/** What is wrong with the text. */
function problemOf(error: unknown): string {
  if (error instanceof InvalidInputError) return error.message;
  throw error;
}

/** Where there is but one thing to see. */
function placeOf(tenant: string, result: SearchResult): string | null {
  const hit = onlyHit(result);
  if (hit === null) return null;
  if ("record" in hit) return recordHref(tenant, hit.record);
  if ("policy" in hit) return policyHref(tenant, hit.policy);
  if ("block" in hit) return thingHref(tenant, "address", hit.block);
  return thingHref(tenant, FOUND_KINDS[hit.thing.kind].thing, hit.thing.key);
}
