const YEAR_SECONDS = 31_536_000;

/** Tells the server this browser's time zone by a cookie. @returns the zone, if the server did not know it yet. */
export function rememberZone(): string | undefined {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone) return undefined;
  const cookie = `zone=${encodeURIComponent(zone)}`;
  if (document.cookie.split("; ").includes(cookie)) return undefined;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain HTTP and in older browsers.
  document.cookie = `${cookie}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  return zone;
}
