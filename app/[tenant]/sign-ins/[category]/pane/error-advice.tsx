import { ERROR_ACTOR_LABELS, errorLookupHref, explainErrorCode } from "@/lib/model/error-catalogue";

/** What the error code means, what to do about it, and who has to. */
export function ErrorAdvice({ code }: { code: number }) {
  if (code === 0) return null;
  const explained = explainErrorCode(code);
  if (!explained) {
    return (
      <div className="advice">
        <p>Nothing is known about error {code}. The provider’s own words, if it sent any, stand below.</p>
      </div>
    );
  }
  const { name, explanation, remedy, actor, general } = explained;
  return (
    <div className="advice">
      <p>{explanation}</p>
      <p>
        <span className="font-medium">What to do</span>
        {actor !== "nobody" && <span className="text-muted"> · {ERROR_ACTOR_LABELS[actor]}</span>}
        {general && <span className="text-muted"> · general advice for this kind of error</span>}
        <br />
        {remedy}
      </p>
      <p>
        <a className="text-link" href={errorLookupHref(code)}>
          More about error {code}
          {name && `, ${name}`}
        </a>
      </p>
    </div>
  );
}
