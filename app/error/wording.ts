import { errorClass } from "@/lib/model/error-catalogue";
import type { ErrorLookup } from "@/lib/model/error-lookup";

const EXCERPT_CHARS = 60;

/** The beginning of what somebody asked for: it can be long. */
export function excerpt(text: string): string {
  const characters = [...text];
  return characters.length > EXCERPT_CHARS ? `${characters.slice(0, EXCERPT_CHARS).join("").trimEnd()}…` : text;
}

/** A reason as the beginning of a sentence. */
export function capitalised(reason: string): string {
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}

/** What the page is called in tabs and bookmarks. */
export function lookupTitle(lookup: ErrorLookup): string {
  switch (lookup.kind) {
    case "code":
      return `Error ${lookup.explanation.code}: ${lookup.explanation.reason}`;
    case "unknownCode":
      return `Error ${excerpt(lookup.digits)}: not known`;
    case "words":
      return `Error codes for “${excerpt(lookup.text)}”`;
    case "class":
      return `Error codes: ${errorClass(lookup.class).label}`;
    default:
      return "Error codes";
  }
}
