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

export interface StopRequestOptions {
  /** Told when the program is ended by force. */
  say: (line: string) => void;
  /** Where the signals come from. */
  signals?: NodeJS.EventEmitter;
  /** Milliseconds, any origin. */
  now?: () => number;
  exit?: (code: number) => void;
}

/** Listens from now on. */
export function createStopRequest(options: StopRequestOptions): StopRequest {
  const { say, signals = process, now = () => performance.now(), exit = process.exit } = options;
  let firstAt: number | undefined;
  let force = () => {};
  let resolveRequested = () => {};
  const requested = new Promise<void>((resolve) => {
    resolveRequested = resolve;
  });
  const onSignal = () => {
    const at = now();
    if (firstAt === undefined) {
      firstAt = at;
      resolveRequested();
    } else if (at - firstAt > SAME_KEYSTROKE_MS) {
      say("Ended by force. The next start tidies up");
      force();
      exit(130);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) signals.on(signal, onSignal);
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
