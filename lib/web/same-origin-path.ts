const ANY_ORIGIN = "http://same.invalid";

/** The path and query of an address of ours; undefined for anything that leads, or could lead, somewhere else. */
export function sameOriginPath(target: string | null | undefined): string | undefined {
  if (!target?.startsWith("/") || /[\u0000-\u001f\u007f\\]/.test(target)) return undefined;
  try {
    const url = new URL(target, ANY_ORIGIN);
    // "//host" and its disguises change the origin.
    return url.origin === ANY_ORIGIN && !url.pathname.startsWith("//") ? url.pathname + url.search : undefined;
  } catch {
    return undefined;
  }
}
