/** Parts of the details that both activity logs have. */
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { CopyButton } from "../sign-ins/[category]/pane/fact-list";

/** The record as programs get it: nothing that came is out of sight. */
export function WholeRecord({ record }: { record: JsonObject }) {
  const json = JSON.stringify(record, null, 2);
  return (
    <section>
      <h3 className="section-title">
        The whole record
        <CopyButton label="the whole record" value={json} />
      </h3>
      <details className="raw-record">
        <summary>JSON, in the shape of the reporting API</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
        <pre className="mono" tabIndex={0}>
          {json}
        </pre>
      </details>
    </section>
  );
}

/** Properties with the value before and after. */
export function ChangeTable({ changes }: { changes: readonly JsonObject[] }) {
  return (
    <table className="pane-table" data-stack="">
      <thead>
        <tr>
          <th scope="col">Property</th>
          <th scope="col">Old value</th>
          <th scope="col">New value</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ displayName, oldValue, newValue }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a property may change twice; the order never does.
          <tr key={index}>
            <td data-label="Property">{valueText(displayName) ?? "Unnamed"}</td>
            <td data-label="Old value">{valueText(oldValue) ?? EMPTY}</td>
            <td data-label="New value">{valueText(newValue) ?? EMPTY}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const EMPTY = <span className="text-faint">Empty</span>;

/** Providers write values as texts, as JSON in a text, or as JSON. */
function valueText(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === "string" ? unquoted(value) : JSON.stringify(value);
  return text.trim() || undefined;
}

function unquoted(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "string") return parsed;
    const plain = Array.isArray(parsed) && parsed.every((each) => typeof each === "string");
    return plain ? parsed.join(", ") : text;
  } catch {
    return text;
  }
}
