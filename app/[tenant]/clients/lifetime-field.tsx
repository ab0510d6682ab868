import { SECRET_LIFETIMES, USUAL_SECRET_LIFETIME } from "@/lib/model/clients";

/** How long what is about to be made can be used. @param of what that is, in the words of the page */
export function LifetimeField({ of = "Secret" }: { of?: string }) {
  return (
    <label className="field">
      <span>{of} expires</span>
      <select defaultValue={USUAL_SECRET_LIFETIME} name="secretDays">
        {SECRET_LIFETIMES.map((days) => (
          <option key={days} value={days}>
            after {days} days
          </option>
        ))}
        <option value="">never</option>
      </select>
    </label>
  );
}
