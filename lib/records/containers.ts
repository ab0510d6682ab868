/** Objects that are no records but hold a list of them: `{"records":[…]}` and Graph's `{"value":[…]}`. */

const LIST_KEY = /"(?:records|value)"\s*:\s*$/;
/** An object with one of these is a record itself, whatever else it holds. */
const KEYS_OF_RECORDS: ReadonlySet<string> = new Set([
  "category",
  "properties",
  "time",
  "timegenerated",
  "createddatetime",
  "id",
]);

/** True for a list of records or a page of them, in the form that JSON.parse gives. */
export function isContainer(value: unknown): boolean {
  if (value === null || typeof value !== "object") return false;
  if (Array.isArray(value)) return true;
  const { records, value: items } = value as { records?: unknown; value?: unknown };
  return (Array.isArray(records) || Array.isArray(items)) && !Object.keys(value).some(isKeyOfRecord);
}

/** Whether a text ends in the name of a list, so that an array after it may hold the records of a page. */
export function endsInListKey(text: string): boolean {
  return LIST_KEY.test(text);
}

/** True when an object that begins with this text, up to the name of a list, is a page of records. */
export function isPageHead(head: string): boolean {
  try {
    return !Object.keys(JSON.parse(`${head}[]}`)).some(isKeyOfRecord);
  } catch {
    return false;
  }
}

function isKeyOfRecord(key: string): boolean {
  return KEYS_OF_RECORDS.has(key.toLowerCase());
}
