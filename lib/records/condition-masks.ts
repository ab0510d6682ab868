/**
 * The stream says which conditions of a policy were met as an integer mask, Graph says the same in words. The order of
 * the bits is the order of Graph's words; bits that are not known stay visible as a number.
 */
const CONDITIONS: readonly [mask: number, word: string][] = [
  [1, "application"],
  [2, "users"],
  [4, "devicePlatform"],
  [8, "location"],
  [16, "clientType"],
  [32, "signInRisk"],
  [64, "userRisk"],
  [128, "time"],
  [256, "deviceState"],
  [512, "client"],
  [1024, "ipAddressSeenByAzureAD"],
  [2048, "ipAddressSeenByResourceProvider"],
  [4096, "unknownFutureValue"],
  [8192, "servicePrincipals"],
  [16384, "servicePrincipalRisk"],
];

/** Masks repeat, a handful of them make up all traffic. */
const seen = new Map<number, string>();
const MAX_SEEN = 1000;

/** `3` is `application,users`, `0` is `none`. */
export function conditionWords(mask: number): string {
  const known = seen.get(mask);
  if (known !== undefined) return known;
  const words = decode(mask);
  if (seen.size < MAX_SEEN) seen.set(mask, words);
  return words;
}

function decode(mask: number): string {
  if (mask === 0) return "none";
  const words: string[] = [];
  let rest = mask;
  for (const [bit, word] of CONDITIONS) {
    if (Math.floor(mask / bit) % 2 === 0) continue;
    words.push(word);
    rest -= bit;
  }
  if (rest > 0) words.push(String(rest));
  return words.join(",");
}
