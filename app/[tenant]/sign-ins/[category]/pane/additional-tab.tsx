import type { RecordReader } from "@/lib/model/record-reader";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { CopyButton, FactGroups } from "./fact-list";
import { additionalFacts } from "./facts/additional-facts";
import { leftoverFacts } from "./facts/leftovers";

interface AdditionalTabProps {
  detail: SignInDetail;
  read: RecordReader;
  zone: string;
}

/** What no other tab tells, and the whole record as programs get it: nothing that came is out of sight. */
export function AdditionalTab({ detail, read, zone }: AdditionalTabProps) {
  const json = JSON.stringify({ id: detail.id, ...detail.record }, null, 2);
  const leftovers = { title: "Everything else, as it came", facts: leftoverFacts(detail) };
  return (
    <>
      <FactGroups groups={[...additionalFacts(detail, read, zone), leftovers]} />
      <section>
        <h3 className="section-title">
          The whole record
          <CopyButton label="the whole record" value={json} />
        </h3>
        {withheld(detail) && <p className="pb-2 text-muted text-sm">{withheld(detail)}</p>}
        <details className="raw-record">
          <summary>JSON, in the shape of the reporting API</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
          <pre className="mono" tabIndex={0}>
            {json}
          </pre>
        </details>
      </section>
    </>
  );
}

function withheld({ policiesHidden, riskHidden }: SignInDetail): string {
  return [
    policiesHidden && "What your role may not see, the policies, is left out.",
    riskHidden && "Without the license for risk its fields read “hidden”.",
  ]
    .filter(Boolean)
    .join(" ");
}
