import { ERROR_EXPLANATIONS } from "@/lib/model/error-catalogue";
import { errorsBeginningWith } from "@/lib/model/error-search";
import { CodeTable } from "./code-table";
import { excerpt } from "./wording";

const SHOWN = 12;

export function UnknownCode({ digits }: { digits: string }) {
  const similar = errorsBeginningWith(digits).slice(0, SHOWN);
  return (
    <div className="grid gap-5">
      <header className="grid gap-2">
        <h1>Signbook does not know error {excerpt(digits)}</h1>
        <p className="text-muted">
          It is not among the {ERROR_EXPLANATIONS.length} codes explained here. In the logs it counts as a failure. The
          failure reason and the additional details recorded with the sign-in tell what the identity provider wrote
          about it.
        </p>
        <p>
          <a className="text-link" href="/error">
            Browse the codes by kind
          </a>
        </p>
      </header>
      {similar.length > 0 && (
        <section aria-labelledby="similar" className="grid gap-2">
          <h2 id="similar">Codes that begin with {digits}</h2>
          <CodeTable errors={similar} label={`Codes that begin with ${digits}`} />
        </section>
      )}
    </div>
  );
}
