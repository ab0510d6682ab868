import { Icon } from "@/app/_components/icon";

/** One button that copies the lines for a ticket, and the same lines to select by hand. */
export function Ticket({ text }: { text: string }) {
  return (
    <div className="ticket">
      <button className="button copy-button" data-copy={text} type="button">
        <Icon className="todo" name="copy" />
        <Icon className="done" name="check" />
        Copy for ticket
      </button>
      <details className="menu">
        <summary className="button" title="The text for a ticket">
          <span>Text for a ticket</span>
          <Icon name="chevronDown" />
        </summary>
        <div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
          <pre className="mono" tabIndex={0}>
            {text}
          </pre>
        </div>
      </details>
    </div>
  );
}
