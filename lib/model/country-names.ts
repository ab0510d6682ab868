/** Countries by name: records carry their two-letter codes. */

let regions: Intl.DisplayNames | undefined;

/** The country's English name; undefined when the text is no code, or none that is known. */
export function countryName(code: string): string | undefined {
  if (!/^[A-Za-z]{2}$/.test(code)) return undefined;
  regions ??= new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  return regions.of(code.toUpperCase());
}

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
let names: (readonly [code: string, name: string])[] | undefined;

/** The codes of the countries whose names hold the text, letter case ignored, and the text itself where it is a code. */
export function countriesNamed(text: string): string[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  names ??= LETTERS.flatMap((first) =>
    LETTERS.flatMap((second) => {
      const name = countryName(first + second);
      return name ? [[first + second, name.toLowerCase()] as const] : [];
    }),
  );
  return names.filter(([code, name]) => code.toLowerCase() === wanted || name.includes(wanted)).map(([code]) => code);
}
