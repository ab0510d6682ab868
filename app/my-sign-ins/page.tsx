import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { FormProblem } from "@/app/_components/form-problem";
import { Frame } from "@/app/_components/frame";
import { InvalidInputError } from "@/lib/model/errors";
import { LICENSE_DEFINITIONS } from "@/lib/model/licenses";
import { type OwnQuery, parseOwnQuery } from "@/lib/model/own-query";
import type { OwnScope } from "@/lib/model/scope";
import { listOwnSignIns, type OwnSignInPage } from "@/lib/services/own-sign-ins/list-own-sign-ins";
import { currentSession, requireOwnScope } from "@/lib/web/current-session";
import { statePageStatus } from "@/lib/web/page-status";
import { refuse } from "@/lib/web/refusals";
import type { PageSearch } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import { EmptyState } from "./empty-state";
import { FilterForm } from "./filter-form";
import { Outcome, Problems } from "./outcome";
import { OwnCard } from "./own-card";
import { Pager } from "./pager";

export const metadata: Metadata = { title: "My sign-ins" };

interface PageProps {
  searchParams: Promise<PageSearch>;
}

/** For any signed-in person, whatever the role and the license: their own sign-ins. */
export default function MySignInsPage(props: PageProps) {
  return answerPage("Your sign-ins could not be read", () => mySignInsPage(props), { frame: "none" });
}

async function mySignInsPage({ searchParams }: PageProps) {
  const params = paramsOf(await searchParams);
  const scope = await requireOwnScope().catch((error) => refuse(error, withQuery(params)));
  const session = await currentSession();
  if (!session) return null;
  const now = new Date();
  const zone = await currentZone(null);
  const here = withQuery(keptParams(params));
  const answer = await read(scope, params, now).catch((error) => refuse(error, here));
  const days = LICENSE_DEFINITIONS[scope.license].retentionDays;
  return (
    <Frame session={session}>
      <div className="own-page">
        <header>
          <h1>My sign-ins</h1>
          <p className="text-muted text-sm">
            Where and when {scope.actor.upn} signed in, or somebody tried to, in the last {days} days. If you do not
            recognise one, say so: your security administrators will see it.
          </p>
        </header>
        <FormProblem told={params.get("problem")} />
        <Outcome answered={params.get("answered")} tenantName={scope.tenantName} />
        <FilterForm params={params} />
        {"problems" in answer ? (
          <Problems problems={answer.problems} />
        ) : (
          <>
            {answer.page.items.length === 0 ? (
              <EmptyState page={answer.page} query={answer.query} zone={zone} />
            ) : (
              <ol aria-label="Sign-ins, newest first" className="grid gap-3">
                {answer.page.items.map((item) => (
                  <li key={`${item.category} ${item.id} ${item.createdAt.getTime()}`}>
                    <OwnCard back={here} item={item} now={now} zone={zone} />
                  </li>
                ))}
              </ol>
            )}
            <Pager page={answer.page} query={answer.query} zone={zone} />
          </>
        )}
      </div>
    </Frame>
  );
}

type Answer = { query: OwnQuery; page: OwnSignInPage } | { problems: Readonly<Record<string, string>> };

/** What cannot be understood is said on the page, beside the form to put it right, with the status 400. */
async function read(scope: OwnScope, params: URLSearchParams, now: Date): Promise<Answer> {
  const parsed = parseOwnQuery(params, { license: scope.license, now });
  if (!parsed.ok) return unusable(parsed.problems);
  try {
    return { query: parsed.query, page: await listOwnSignIns(scope, parsed.query, { now }) };
  } catch (error) {
    if (error instanceof InvalidInputError) return unusable(error.problems);
    throw error;
  }
}

async function unusable(problems: Readonly<Record<string, string>>): Promise<Answer> {
  await statePageStatus(400);
  return { problems };
}

function paramsOf(search: PageSearch): URLSearchParams {
  const pairs = Object.entries(search).flatMap(([key, value]) => {
    const [first] = [value].flat();
    return first === undefined ? [] : [[key, first]];
  });
  return new URLSearchParams(pairs);
}

/** Without what the last form said. */
function keptParams(params: URLSearchParams): URLSearchParams {
  const kept = new URLSearchParams(params);
  for (const name of ["answered", "problem"]) kept.delete(name);
  return kept;
}

function withQuery(params: URLSearchParams): string {
  const query = params.toString();
  return query ? `/my-sign-ins?${query}` : "/my-sign-ins";
}
