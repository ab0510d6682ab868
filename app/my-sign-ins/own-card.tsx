import type { ReactNode } from "react";
import { Icon } from "@/app/_components/icon";
import { StatusMark } from "@/app/_components/status-mark";
import { formatInstant, zoneLabel } from "@/lib/model/format-time";
import {
  ownClient,
  ownDevice,
  ownHeadline,
  ownOutcome,
  ownPlace,
  ownSteps,
  relativeTime,
  unusualSentence,
} from "@/lib/model/sentences-own";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import type { ShownZone } from "@/lib/web/zone";
import { AnswerForm } from "./answer-form";
import { OwnMap } from "./own-map";

interface OwnCardProps {
  item: SignInListItem;
  now: Date;
  zone: ShownZone;
  /** The page's address, to come back to. */
  back: string;
}

const OUTCOMES = { success: "Successful", failure: "Failed", interrupted: "Not finished" } as const;

/** One sign-in, told to whoever is no expert. */
export function OwnCard({ item, now, zone, back }: OwnCardProps) {
  const outcome = ownOutcome(item);
  const isDenied = item.mark?.answer?.word === "notMe";
  return (
    <article className="own-card" data-denied={isDenied || undefined} data-sign-in-id={item.id}>
      <div className="own-card-head">
        <h2>{ownHeadline(item)}</h2>
        <StatusMark label={OUTCOMES[item.status]} tone={item.status} />
      </div>
      {item.unusual.length > 0 && <UnusualNotice item={item} />}
      {outcome && <p className="text-muted text-sm">{outcome}</p>}
      <div className="own-card-body">
        <Facts item={item} now={now} zone={zone} />
        <OwnMap item={item} />
      </div>
      <AnswerForm back={back} item={item} zone={zone} />
    </article>
  );
}

function UnusualNotice({ item }: { item: SignInListItem }) {
  return (
    <div className="notice" data-tone="warning">
      <Icon name="warning" />
      <div>
        <p className="font-medium">Unusual for you</p>
        {item.unusual.map((reason) => (
          <p key={reason.kind}>{unusualSentence(reason, item)}</p>
        ))}
      </div>
    </div>
  );
}

function Facts({ item, now, zone }: Omit<OwnCardProps, "back">) {
  const { createdAt, location, client, ipAddress, shown } = item;
  const device = ownDevice(shown?.record);
  const steps = ownSteps(shown?.record);
  return (
    <dl className="own-facts">
      <Fact label="When">
        <time dateTime={createdAt.toISOString()}>
          {relativeTime(createdAt, now)}
          <span className="tabular text-muted">
            {" "}
            · {formatInstant(createdAt, zone.name)} ({zoneLabel(zone.name, createdAt)})
          </span>
        </time>
      </Fact>
      <Fact label="Where">
        {ownPlace(location) ?? <Unknown />}
        {ipAddress && (
          <>
            {" "}
            <span className="text-muted">
              · address <span className="mono inline-block max-w-full break-all">{ipAddress}</span>
            </span>
          </>
        )}
      </Fact>
      <Fact label="With">
        {ownClient(client) ?? <Unknown />}
        {device && <span className="text-muted"> · {device}</span>}
      </Fact>
      {steps.length > 0 && (
        <Fact label="Asked for">
          <ul>
            {steps.map(({ what, outcome }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity; their order never changes.
              <li key={index}>
                {what}: {outcome}
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Unknown() {
  return <span className="text-faint">Not recorded</span>;
}
