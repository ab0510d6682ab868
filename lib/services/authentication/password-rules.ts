/** Which passwords may be chosen. */
import { InvalidInputError } from "@/lib/model/errors";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "./password-hash";

/** Of 0 to 4: below this a password falls to less than a hundred million guesses. */
const LEAST_SCORE = 3;
/** What follows makes no weak password strong, and looking at it costs time. */
const JUDGED_LENGTH = 64;

type Judge = (password: string, known: string[]) => number;

let judging: Promise<Judge> | undefined;

/** The lists take memory: loaded by those processes only in which somebody chooses a password. */
function judge(): Promise<Judge> {
  judging ??= (async () => {
    const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
      import("@zxcvbn-ts/core"),
      import("@zxcvbn-ts/language-common"),
    ]);
    const estimate = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
    return (password, known) => estimate.check(password.slice(0, JUDGED_LENGTH), known).score;
  })();
  return judging;
}

/**
 * Requires that a new password is long enough and none of those that are tried first: common ones, keyboard rows,
 * repetitions, and what others know of the person.
 * @throws InvalidInputError with the problem under `password`.
 */
export async function requireGoodPassword(
  password: string,
  { upn, displayName }: { upn: string; displayName: string },
): Promise<void> {
  const refuse = (problem: string) => new InvalidInputError({ password: `Password: ${problem}` });
  if (password.length < PASSWORD_MIN_LENGTH) throw refuse(`at least ${PASSWORD_MIN_LENGTH} characters.`);
  if (password.length > PASSWORD_MAX_LENGTH) throw refuse(`at most ${PASSWORD_MAX_LENGTH} characters.`);
  const known = [...upn.split(/[@.]/), ...displayName.split(/\s+/)].filter((word) => word.length > 2);
  if ((await judge())(password, known) < LEAST_SCORE) {
    throw refuse("it is too easy to guess. Three or four words that do not belong together make a good one.");
  }
}
