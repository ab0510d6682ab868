import { SECRET_LIFETIMES, USUAL_SECRET_LIFETIME } from "@/lib/model/clients";

export function LifetimeField() {
  return (
    <label className="field">
      <span>Secret expires</span>
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
