/** A label inside a sentence: "User" becomes "user", "IP address" and "Conditional Access" stay as they are. */
export function inSentence(label: string): string {
  const isName = /^[A-Z]{2}| [A-Z]/.test(label);
  return isName ? label : label.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}
