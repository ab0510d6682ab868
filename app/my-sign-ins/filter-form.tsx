import { Icon } from "@/app/_components/icon";
import { OWN_RANGES, OWN_SEARCH_MAX_LENGTH } from "@/lib/model/own-query";

/** A plain form: what is asked for stands in the address. */
export function FilterForm({ params }: { params: URLSearchParams }) {
  const isFiltered = ["range", "failures", "search"].some((name) => params.get(name));
  return (
    <form action="/my-sign-ins" className="own-filters" method="get">
      <label className="field own-search">
        <span className="sr-only">Search by application, address, place or device</span>
        <input
          defaultValue={params.get("search") ?? ""}
          maxLength={OWN_SEARCH_MAX_LENGTH}
          name="search"
          placeholder="Application, address, place or device"
          type="search"
        />
      </label>
      <label className="field">
        <span>Time</span>
        <select defaultValue={params.get("range") ?? "all"} name="range">
          {Object.entries(OWN_RANGES).map(([range, label]) => (
            <option key={range} value={range}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label className="flex h-8 items-center gap-2 text-sm">
        <input
          className="checkbox"
          defaultChecked={params.get("failures") === "1"}
          name="failures"
          type="checkbox"
          value="1"
        />
        Failed only
      </label>
      <button className="button button-primary" type="submit">
        Show
      </button>
      {isFiltered && (
        <a className="button button-quiet" href="/my-sign-ins">
          <Icon name="close" />
          Clear
        </a>
      )}
    </form>
  );
}
