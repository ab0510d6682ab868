import {
  ERROR_CLASS_KEYS,
  ERROR_EXPLANATIONS,
  errorClass,
  errorClassHref,
  errorsOfClass,
} from "@/lib/model/error-catalogue";

/** The way in for somebody without a number: what there is, by kind. */
export function ClassList({ title }: { title: string }) {
  return (
    <div className="grid gap-6">
      <header className="grid gap-2">
        <h1>{title}</h1>
        <p className="max-w-[68ch] text-muted">
          Each sign-in is recorded with a number: 0 when it succeeded, another when it did not, or when one more step
          was asked for. Look a number up to learn what happened, what to do about it and who has to act. A whole error
          message can be pasted as well.
        </p>
      </header>
      <section aria-labelledby="kinds" className="grid gap-3">
        <h2 id="kinds">All {ERROR_EXPLANATIONS.length} codes by kind</h2>
        <ul className="class-list">
          {ERROR_CLASS_KEYS.map((key) => (
            <li key={key}>
              <a href={errorClassHref(key)}>
                <span className="font-medium text-accent">{errorClass(key).label}</span>
                <span className="tabular text-faint text-xs">{countOf(errorsOfClass(key).length)}</span>
              </a>
              <p className="text-muted text-sm">{errorClass(key).about}</p>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function countOf(codes: number): string {
  return codes === 1 ? "1 code" : `${codes} codes`;
}
