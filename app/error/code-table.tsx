import { StatusMark } from "@/app/_components/status-mark";
import { type ErrorExplanation, errorLookupHref } from "@/lib/model/error-catalogue";
import { statusOfErrorCode } from "@/lib/model/status";
import { CodeName } from "./code-name";
import { capitalised } from "./wording";

/** Codes with their meanings, each leading to its page. */
export function CodeTable({ errors, label }: { errors: readonly ErrorExplanation[]; label: string }) {
  return (
    <table aria-label={label} className="code-table">
      <thead>
        <tr>
          <th scope="col">Code</th>
          <th scope="col">Meaning</th>
          <th scope="col">Status</th>
        </tr>
      </thead>
      <tbody>
        {errors.map(({ code, name, reason }) => (
          <tr key={code}>
            <td>
              <a className="mono text-link" href={errorLookupHref(code)}>
                {code}
              </a>
            </td>
            <td>
              {capitalised(reason)}
              {name && <CodeName name={name} />}
            </td>
            <td>
              <StatusMark tone={statusOfErrorCode(code)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
