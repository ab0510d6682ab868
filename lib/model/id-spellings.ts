/** How one id may be written. What is stored stays as it came, and indexes are on that: each spelling is compared with it. */

const GUID_WITHOUT_DASHES = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i;

export function isGuidWithoutDashes(text: string): boolean {
  return GUID_WITHOUT_DASHES.test(text);
}

/** As given, in small letters, and in capitals. */
export function inAnyCase(id: string): string[] {
  return [...new Set([id, id.toLowerCase(), id.toUpperCase()])];
}

/** The same, and with the dashes that a program left out; as given first. */
export function spellingsOfId(text: string): string[] {
  const dashed = text.replace(GUID_WITHOUT_DASHES, "$1-$2-$3-$4-$5");
  return [...new Set([text, dashed, ...inAnyCase(dashed), ...inAnyCase(text)])];
}
