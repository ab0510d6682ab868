import { searchErrors } from "@/lib/model/error-search";
import { CodeTable } from "./code-table";
import { excerpt } from "./wording";

/** More than these nobody reads; another word finds better. */
const SHOWN = 30;

export function WordsAnswer({ text }: { text: string }) {
  const { found, everyWord } = searchErrors(text);
  const asked = `“${excerpt(text)}”`;
  if (found.length === 0) {
    return (
      <div className="grid gap-3">
        <h1>No error code matches {asked}</h1>
        <p className="text-muted">
          Try a single word, such as{" "}
          <a className="text-link" href="/error?q=password">
            password
          </a>
          ,{" "}
          <a className="text-link" href="/error?q=device">
            device
          </a>{" "}
          or{" "}
          <a className="text-link" href="/error?q=consent">
            consent
          </a>
          , or{" "}
          <a className="text-link" href="/error">
            browse the codes by kind
          </a>
          .
        </p>
      </div>
    );
  }
  const shown = found.slice(0, SHOWN);
  return (
    <div className="grid gap-4">
      <header className="grid gap-1">
        <h1>
          {found.length === 1 ? "1 error code matches" : `${found.length} error codes match`} {asked}
        </h1>
        {!everyWord && <p className="text-muted">None has all of these words; these have some of them.</p>}
        {shown.length < found.length && (
          <p className="text-muted">The best {shown.length} are shown. Another word narrows the search.</p>
        )}
      </header>
      <CodeTable errors={shown} label="Error codes found" />
    </div>
  );
}
