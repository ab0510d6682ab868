import { Icon } from "@/app/_components/icon";
import { thingHref } from "@/lib/model/things";
import type { Fact, FactGroup } from "./facts/fact";

interface FactGroupsProps {
  groups: readonly FactGroup[];
  /** Whose pages the values that name a thing lead to. */
  tenant?: string;
}

/** Groups of labels and values. A group in which nothing was recorded is left out. */
export function FactGroups({ groups, tenant }: FactGroupsProps) {
  return groups.filter(isTold).map((group) => (
    <section key={group.title}>
      <h3 className="section-title">{group.title}</h3>
      <Facts facts={group.facts} tenant={tenant} />
    </section>
  ));
}

export function isTold(group: FactGroup): boolean {
  return group.facts.some(({ value }) => value !== undefined);
}

export function NothingRecorded() {
  return <p className="py-5 text-muted text-sm">Nothing was recorded here.</p>;
}

export function Facts({ facts, tenant }: { facts: readonly Fact[]; tenant?: string }) {
  return (
    <dl className="facts">
      {facts.map(({ label, value, id, names }, index) =>
        value === undefined ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: processing details repeat their keys; the order never changes.
          <div key={index}>
            <dt>{label}</dt>
            <dd>
              <span className={id ? "mono" : undefined}>
                {names && tenant ? (
                  <a className="text-link" href={thingHref(tenant, names.kind, names.key)}>
                    {value}
                  </a>
                ) : (
                  value
                )}
              </span>
              {id && <CopyButton label={label} value={value} />}
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** Works by the page's one script; without it the room stays empty. */
export function CopyButton({ label, value }: { label: string; value: string }) {
  return (
    <button aria-label={`Copy ${label}`} className="copy" data-copy={value} title={`Copy ${label}`} type="button">
      <Icon className="todo" name="copy" />
      <Icon className="done" name="check" />
    </button>
  );
}
