import { ERROR_LOOKUP_MAX_CHARS } from "@/lib/model/error-lookup";

interface LookupFormProps {
  /** What was asked for, to be changed. */
  asked: string;
  /** The reader has come to type. */
  focused: boolean;
  problem?: string;
}

export function LookupForm({ asked, focused, problem }: LookupFormProps) {
  return (
    <search>
      <form action="/error" className="grid gap-1.5" method="get">
        <label className="text-muted text-sm" htmlFor="lookup">
          Number, name or words of an error
        </label>
        <div className="flex gap-2">
          <div className="field h-10 flex-1" data-invalid={problem ? "" : undefined}>
            <input
              aria-describedby={problem ? "lookup-problem" : undefined}
              aria-invalid={problem ? true : undefined}
              autoCapitalize="none"
              autoComplete="off"
              // biome-ignore lint/a11y/noAutofocus: only where nothing has been asked yet, and the page has this one purpose.
              autoFocus={focused}
              data-filter-first=""
              defaultValue={asked.slice(0, ERROR_LOOKUP_MAX_CHARS)}
              id="lookup"
              maxLength={ERROR_LOOKUP_MAX_CHARS}
              name="q"
              placeholder="50126, AADSTS50126 or wrong password"
              spellCheck={false}
              type="text"
            />
          </div>
          <button className="button button-primary h-10 px-4" type="submit">
            Look up
          </button>
        </div>
        {problem && (
          <p className="problem" id="lookup-problem" role="alert">
            {problem}
          </p>
        )}
      </form>
    </search>
  );
}
