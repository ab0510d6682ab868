import { Icon } from "@/app/_components/icon";
import { licensesWithFeature } from "@/lib/model/licenses";
import type { RecordReader } from "@/lib/model/record-reader";
import { type LogView, tenantOf } from "../log-view";
import type { FoundRecord } from "../read-log";
import { ErrorAdvice } from "./error-advice";
import { FactGroups } from "./fact-list";
import { basicFacts } from "./facts/basic-facts";
import { LookAround } from "./look-around";
import { SameAttempt } from "./same-attempt";
import { ThingLinks } from "./thing-links";

interface BasicTabProps {
  view: LogView;
  opened: FoundRecord;
  read: RecordReader;
}

/** Why, what to do, where to look next, and then the facts. */
export function BasicTab({ view, opened: { detail, attempt }, read }: BasicTabProps) {
  return (
    <>
      <Notes notes={detail.notes} />
      <ErrorAdvice code={detail.errorCode} />
      <ThingLinks detail={detail} view={view} />
      <LookAround detail={detail} view={view} />
      <SameAttempt attempt={attempt} detail={detail} view={view} />
      <FactGroups groups={basicFacts(detail, read, view.zone.name)} tenant={tenantOf(view)} />
      {detail.riskHidden && (
        <p className="pt-2 text-muted text-xs">
          Risk is part of the license {licensesWithFeature("risk").join(" or ")}; without it these fields read “hidden”.
        </p>
      )}
    </>
  );
}

/** What reading noticed about the record. */
function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <div className="notice mt-4" data-tone="warning">
      <Icon name="warning" />
      <ul className="grid gap-1">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );
}
