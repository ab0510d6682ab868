/** Ctrl-C and its relatives, as something that a program can wait for. */

/** npm passes Ctrl-C on to a program that the terminal has already told: not a second one. */
const SAME_KEYSTROKE_MS = 1000;

export class StopRequested extends Error {}

export interface StopRequest {
  readonly requested: Promise<void>;
  /** The result of `work`, unless a stop is asked for first. @throws StopRequested then. */
  orElse<T>(work: Promise<T>): Promise<T>;
  /** What to do when a stop is asked for a second time, before the program ends with code 130. */
  onForce(action: () => void): void;
}

/** Listens from now on. @param say told once that a stop is under way. */
export function createStopRequest(say: (line: string) => void): StopRequest {
  let firstAt: number | undefined;
  let force = () => {};
  let resolveRequested = () => {};
  const requested = new Promise<void>((resolve) => {
    resolveRequested = resolve;
  });
  const onSignal = () => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      resolveRequested();
    } else if (now - firstAt > SAME_KEYSTROKE_MS) {
      say("Ended by force. The next start tidies up");
      force();
      process.exit(130);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  return {
    requested,
    orElse: (work) => {
      const stopped = requested.then(() => {
        throw new StopRequested();
      });
      // Whichever loses the race must not end the program as an unhandled rejection.
      for (const promise of [work, stopped]) promise.catch(() => {});
      return Promise.race([work, stopped]);
    },
    onForce: (action) => {
      force = action;
    },
  };
}
