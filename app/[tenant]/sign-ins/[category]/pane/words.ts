export const REQUIREMENT_LABELS: Readonly<Record<string, string>> = {
  singleFactorAuthentication: "Single factor",
  multiFactorAuthentication: "Multifactor",
};

/** The label of a provider's word, or the word itself where we have none. */
export function word(labels: Readonly<Record<string, string>>, value: string | undefined): string | undefined {
  return value !== undefined && Object.hasOwn(labels, value) ? labels[value] : value;
}
