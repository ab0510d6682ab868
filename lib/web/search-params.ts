/** The parameters of an address as Next hands them to a page. */
export type PageSearch = Record<string, string | string[] | undefined>;

/** The same parameters with all their values, in order. */
export function toSearchParams(search: PageSearch): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) params.append(key, one);
  }
  return params;
}

/** Looks a parameter up; one that is given several times counts as not given. */
export function oneValueOf(search: PageSearch): (key: string) => string | undefined {
  return (key) => {
    const value = search[key];
    return typeof value === "string" ? value : undefined;
  };
}
