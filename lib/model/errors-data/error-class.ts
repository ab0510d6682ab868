/** The shape of the error catalogue's data: one module per class of errors, in our own words. */

/** Who has to do something about it; `nobody` where waiting or going on is all there is. */
export type ErrorActor = "user" | "administrator" | "applicationOwner" | "nobody";

interface ErrorTexts {
  /** The platform's symbolic name; many codes have none. */
  name?: string;
  /** A few words that continue a sentence ("Failed: wrong password") and fit a table cell. */
  reason: string;
  /** One sentence: what happened. */
  explanation: string;
}

/** With a remedy of its own, or without: then the class's applies, and is shown as general. */
export type ErrorEntry = ErrorTexts &
  ({ actor: ErrorActor; remedy: string } | { actor?: undefined; remedy?: undefined });

export interface ErrorClassDefinition {
  label: string;
  /** One sentence: what the errors of this class have in common. */
  about: string;
  /** Words that people search by and that the texts do not use. */
  searchWords: string;
  actor: ErrorActor;
  remedy: string;
  codes: Readonly<Record<number, ErrorEntry>>;
}
