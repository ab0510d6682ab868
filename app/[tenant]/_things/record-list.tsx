/** Sign-ins of several logs in one table; each leads to its record. */
import { StatusMark } from "@/app/_components/status-mark";
import { VerdictMark } from "@/app/_components/verdict-mark";
import { CATEGORIES } from "@/lib/model/categories";
import { shortReason } from "@/lib/model/error-catalogue";
import { formatLocation } from "@/lib/model/format-place";
import { formatInstant, zoneLabel } from "@/lib/model/format-time";
import { thingOf } from "@/lib/model/named-things";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import type { ThingKind } from "@/lib/model/things";
import type { ShownZone } from "@/lib/web/zone";
import { recordHref } from "./hrefs";
import { ThingName } from "./thing-name";

interface RecordListProps {
  tenant: string;
  zone: ShownZone;
  items: readonly SignInListItem[];
  /** What the table holds, for those who do not see it. */
  label: string;
}

export function RecordList({ tenant, zone, items, label }: RecordListProps) {
  const [first] = items;
  return (
    <table aria-label={label} className="record-table thing-records">
      <thead>
        <tr>
          <th scope="col">Date{first && <small> {zoneLabel(zone.name, first.createdAt)}</small>}</th>
          <th scope="col">Status</th>
          <th scope="col">Who</th>
          <th scope="col">Application and resource</th>
          <th scope="col">From</th>
          <th scope="col">Log</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr data-sign-in-id={item.id} key={`${item.category} ${item.createdAt.getTime()} ${item.id}`}>
            <td data-label="Date">
              <a className="text-link tabular" data-row-link="" href={recordHref(tenant, item)}>
                <time dateTime={item.createdAt.toISOString()}>{formatInstant(item.createdAt, zone.name)}</time>
              </a>
            </td>
            <td data-label="Status">
              <span className="thing-status">
                <StatusMark tone={item.status} />
                <VerdictMark mark={item.mark} />
              </span>
              {item.errorCode !== 0 && <small>{shortReason(item.errorCode)}</small>}
            </td>
            <td data-label="Who">
              <Name item={item} kind="principal" tenant={tenant} />
              {item.principal.upn && item.principal.name && <small>{item.principal.upn}</small>}
            </td>
            <td data-label="Application">
              <Name item={item} kind="application" tenant={tenant} />
              <small>{thingOf("resource", item) && <Name item={item} kind="resource" tenant={tenant} />}</small>
            </td>
            <td data-label="From">
              <span className="mono">
                <Name item={item} kind="address" tenant={tenant} />
              </span>
              <small>{formatLocation(item.location)}</small>
            </td>
            <td data-label="Log">{CATEGORIES[item.category].label}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Name({ tenant, item, kind }: { tenant: string; item: SignInListItem; kind: ThingKind }) {
  const thing = thingOf(kind, item);
  return thing ? <ThingName tenant={tenant} thing={thing} /> : <span className="absent">Not recorded</span>;
}
