import { Icon } from "@/app/_components/icon";
import type { Example } from "@/lib/api-docs/examples";

/** A program to copy. */
export function ExampleBlock({ example }: { example: Example }) {
  return (
    <article className="api-example">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h3>{example.title}</h3>
        <button aria-label={`Copy ${example.file}`} className="button copy-link" data-copy={example.code} type="button">
          <Icon name="copy" />
          <span className="todo">Copy {example.file}</span>
          <span className="done">Copied</span>
        </button>
      </header>
      <p>{example.about}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it. */}
      <pre className="mono" tabIndex={0}>
        {example.code}
      </pre>
    </article>
  );
}
