/** The page of a thing, from its address to its answer: the same for all kinds. */
import type { ReactNode } from "react";
import { answerPage } from "@/app/_components/answer-page";
import { formatCount } from "@/lib/model/format-number";
import { inSentence } from "@/lib/model/in-sentence";
import type { ThingAnswer } from "@/lib/model/thing-view";
import { THING_LABELS, type ThingKind, thingHref } from "@/lib/model/things";
import { authorize } from "@/lib/services/authorize";
import { getThing } from "@/lib/services/things/get-thing";
import { requireTenantScope } from "@/lib/web/current-session";
import { statePageStatus } from "@/lib/web/page-status";
import { refuse } from "@/lib/web/refusals";
import { type PageSearch, toSearchParams } from "@/lib/web/search-params";
import type { ShownZone } from "@/lib/web/zone";
import { currentZone } from "@/lib/web/zone-of-request";
import { zoned } from "@/lib/web/zoned";
import { ThingPage } from "./thing-page";

export interface ThingPageProps {
  params: Promise<{ tenant: string; key: string }>;
  searchParams: Promise<PageSearch>;
}

export function answerThing(kind: ThingKind, props: ThingPageProps): Promise<ReactNode> {
  return answerPage("This page could not be read", () => thingPage(kind, props));
}

/** All gates stand before the first byte, so that refusals keep their status codes. */
async function thingPage(kind: ThingKind, { params, searchParams }: ThingPageProps) {
  const { tenant, key: segment } = await params;
  const key = decoded(segment);
  const search = toSearchParams(await searchParams);
  const here = thingHref(tenant, kind, key) + (search.size > 0 ? `?${search}` : "");
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, here));
  authorize(scope, "logs:read", "signInLogs");
  const zone = await currentZone(search.get("tz"));
  const answer = await getThing(scope, { kind, key });
  if (!answer.found) await statePageStatus(404);
  return (
    <div className="things">
      {answer.found ? (
        <ThingPage thing={answer.thing} view={{ tenant, zone }} />
      ) : (
        <Unknown answer={answer} kind={kind} tenant={tenant} text={key} zone={zone} />
      )}
    </div>
  );
}

/** What stands in an address is percent-encoded; a text that only looks so stays as it is. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

interface UnknownProps {
  tenant: string;
  kind: ThingKind;
  text: string;
  zone: ShownZone;
  answer: Extract<ThingAnswer, { found: false }>;
}

function Unknown({ tenant, kind, text, zone, answer }: UnknownProps) {
  const isBlock = kind === "address" && text.includes("/");
  const how = kind === "address" ? "from" : "with";
  const noun = isBlock ? "block of addresses" : inSentence(THING_LABELS[kind]);
  if ("tooManyAddresses" in answer) {
    return (
      <>
        <h1>{text}</h1>
        <p className="notice" data-tone="failure" role="alert">
          Sign-ins came from more than {formatCount(answer.tooManyAddresses)} addresses of this block: choose a smaller
          one.
        </p>
      </>
    );
  }
  return (
    <>
      <h1>
        No sign-in {how} this {noun}
      </h1>
      <p className="text-muted">
        None of the four logs has a sign-in {how} <span className="mono break-all">{text}</span>. Looked at everything
        that is kept, back to {zoned(answer.since, zone)}.
      </p>
      {/* A search for a block leads back here. */}
      {!isBlock && (
        <p>
          <a className="text-link" href={`/${tenant}/search?${new URLSearchParams({ q: text.replace(/^~/, "") })}`}>
            Search for it
          </a>
        </p>
      )}
    </>
  );
}
