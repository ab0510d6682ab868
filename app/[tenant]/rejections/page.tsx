import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { DoneNotice } from "@/app/_components/form-done";
import { FormProblem } from "@/app/_components/form-problem";
import { Icon } from "@/app/_components/icon";
import { formatCount } from "@/lib/model/format-number";
import { type RejectionPage, rejectionLabel } from "@/lib/model/rejections";
import { showRejections } from "@/lib/services/ingest/show-rejections";
import { requireTenantScope } from "@/lib/web/current-session";
import { refuse } from "@/lib/web/refusals";
import { oneValueOf, type PageSearch } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import { dismissAction, retryAction } from "./actions";
import { RejectionCard } from "./rejection-card";

export const metadata: Metadata = { title: "Refused records" };

interface PageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<PageSearch>;
}

export default function RejectionsPage(props: PageProps) {
  return answerPage("The refused records could not be read", () => rejectionsPage(props));
}

async function rejectionsPage({ params, searchParams }: PageProps) {
  const { tenant } = await params;
  const search = await searchParams;
  const one = oneValueOf(search);
  const path = `/${tenant}/rejections`;
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, path));
  const zone = await currentZone(one("tz") ?? null);
  const code = one("code") || undefined;
  const shownAt = new Date();
  const page = await showRejections(scope, { code, before: one("before") });
  const filtered = code ? `code=${encodeURIComponent(code)}&` : "";
  return (
    <div className="records-page">
      <header>
        <h1>Refused records</h1>
        <p className="text-muted text-sm">
          What was sent and could not be stored, with the reason. Retry reads a record again as it would be read today;
          dismiss removes it for good.
        </p>
      </header>
      <FormProblem told={one("problem")} />
      <Outcome one={one} />
      <Reasons code={code} page={page} path={path} />
      {page.rejections.length === 0 ? (
        <p className="records-empty">
          {code && page.reasons.length > 0
            ? "No record is refused for this reason."
            : "Nothing is refused at the moment."}
        </p>
      ) : (
        <>
          <AllOfThem code={code} confirm={one("confirm") === "dismiss"} path={path} tenant={tenant} until={shownAt} />
          <ul className="grid gap-3">
            {page.rejections.map((each) => (
              <li key={each.id}>
                <RejectionCard code={code} rejection={each} tenant={tenant} zone={zone} />
              </li>
            ))}
          </ul>
        </>
      )}
      {page.before && (
        <p>
          <a className="button" href={`${path}?${filtered}before=${page.before}`}>
            Older
          </a>
        </p>
      )}
    </div>
  );
}

/** What the last form did. */
function Outcome({ one }: { one: (key: string) => string | undefined }) {
  const number = (key: string) => Number(one(key) ?? Number.NaN);
  const [retried, refused, dismissed] = [number("retried"), number("refused"), number("dismissed")];
  if (retried >= 0) {
    const again = refused > 0 ? ` ${formatCount(refused)} were refused again and stay here.` : "";
    return (
      <DoneNotice>{`${formatCount(retried)} read again, ${formatCount(retried - (refused || 0))} stored.${again}`}</DoneNotice>
    );
  }
  return dismissed >= 0 ? <DoneNotice>{`${formatCount(dismissed)} dismissed.`}</DoneNotice> : null;
}

/** Links that show one reason only, with how many there are. */
function Reasons({ page, path, code }: { page: RejectionPage; path: string; code: string | undefined }) {
  if (page.reasons.length === 0) return null;
  const total = page.reasons.reduce((sum, { count }) => sum + count, 0);
  return (
    <nav aria-label="Reasons" className="records-choices">
      <a aria-current={code === undefined ? "true" : undefined} href={path}>
        All <span className="tabular text-muted">{formatCount(total)}</span>
      </a>
      {page.reasons.map((reason) => (
        <a
          aria-current={code === reason.code ? "true" : undefined}
          href={`${path}?code=${reason.code}`}
          key={reason.code}
        >
          {rejectionLabel(reason.code)} <span className="tabular text-muted">{formatCount(reason.count)}</span>
        </a>
      ))}
    </nav>
  );
}

interface AllProps {
  tenant: string;
  path: string;
  code: string | undefined;
  until: Date;
  /** Whether dismissing was asked for and is to be confirmed. */
  confirm: boolean;
}

function AllOfThem({ tenant, path, code, until, confirm }: AllProps) {
  const which = code ? `all of “${rejectionLabel(code)}”` : "all";
  const hidden = (
    <>
      <input name="tenant" type="hidden" value={tenant} />
      {code && <input name="code" type="hidden" value={code} />}
    </>
  );
  if (confirm) {
    return (
      <form action={dismissAction} className="notice" data-tone="warning">
        <Icon name="warning" />
        <div className="grid gap-2">
          <span>Dismiss {which}? They cannot be brought back; their senders would have to send them again.</span>
          <span className="flex flex-wrap gap-2">
            {hidden}
            <input name="until" type="hidden" value={until.toISOString()} />
            <button className="button button-primary" type="submit">
              Dismiss {which}
            </button>
            <a className="button" href={code ? `${path}?code=${code}` : path}>
              Keep them
            </a>
          </span>
        </div>
      </form>
    );
  }
  return (
    <div className="flex flex-wrap gap-2">
      <form action={retryAction}>
        {hidden}
        <button className="button" type="submit">
          Retry {which}
        </button>
      </form>
      <a className="button" href={`${path}?${code ? `code=${code}&` : ""}confirm=dismiss`}>
        Dismiss {which}
      </a>
    </div>
  );
}
