import { type ErrorClass, errorClass, errorsOfClass } from "@/lib/model/error-catalogue";
import { CodeTable } from "./code-table";

export function ClassAnswer({ errorClass: key }: { errorClass: ErrorClass }) {
  const { label, about } = errorClass(key);
  return (
    <div className="grid gap-5">
      <header className="grid gap-1">
        <p className="text-muted">
          <a className="text-link" href="/error">
            All kinds
          </a>
        </p>
        <h1>{label}</h1>
        <p className="text-muted">{about}</p>
      </header>
      <CodeTable errors={errorsOfClass(key)} label={`Codes of the kind “${label}”`} />
    </div>
  );
}
