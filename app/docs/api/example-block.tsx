import { Icon } from "@/app/_components/icon";
import type { Example } from "@/lib/api-docs/examples";

interface Props {
  example: Example;
  /** This site's address. */
  url: string;
}

/** A program to copy. */
export function ExampleBlock({ example, url }: Props) {
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
      {example.needsHttps ? <HttpsOnly url={url} /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it. */}
      <pre className="mono" tabIndex={0}>
        {example.code}
      </pre>
    </article>
  );
}

function HttpsOnly({ url }: { url: string }) {
  const works = url.startsWith("https://");
  return (
    <p className="notice" data-tone={works ? undefined : "warning"}>
      <Icon name={works ? "lock" : "warning"} />
      <span>
        Microsoft’s libraries send tokens and secrets to <code>https://</code> addresses only; MSAL and{" "}
        <code>@azure/identity</code> refuse any other.{" "}
        {works ? null : (
          <>
            This site is at <code>{url}</code>: the program below does not work with it.{" "}
          </>
        )}
        Signbook itself speaks plain HTTP: put a proxy with TLS in front of it, and start it with the proxy’s address (
        <code>APP_URL=https://…</code>, <code>TRUST_PROXY=1</code>).
      </span>
    </p>
  );
}
