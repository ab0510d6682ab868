import { Icon } from "@/app/_components/icon";
import type { Fact, FactGroup } from "./fields";

/** Groups of labels and values. A group in which nothing was recorded is left out. */
export function FactGroups({ groups }: { groups: readonly FactGroup[] }) {
  const told = groups
    .map((group) => ({ ...group, facts: group.facts.filter((fact) => fact.value !== undefined) }))
    .filter((group) => group.facts.length > 0);
  if (told.length === 0) return <p className="py-5 text-muted text-sm">Nothing was recorded here.</p>;
  return told.map((group) => (
    <section key={group.title}>
      <h3 className="section-title">{group.title}</h3>
      <Facts facts={group.facts} />
    </section>
  ));
}

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>
            <span className={fact.id ? "mono" : undefined}>{fact.value}</span>
            {fact.id && fact.value && <CopyButton label={fact.label} value={fact.value} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Works by the page's one script; without it the room stays empty. */
function CopyButton({ label, value }: { label: string; value: string }) {
  return (
    <button aria-label={`Copy ${label}`} className="copy" data-copy={value} title={`Copy ${label}`} type="button">
      <Icon className="todo" name="copy" />
      <Icon className="done" name="check" />
    </button>
  );
}
