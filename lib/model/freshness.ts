/** How up to date a log is: what says whether an empty page means that nothing happened, or that nothing arrives. */

export interface Freshness {
  /** The newest sign-in of the log within what the license keeps; null where there is none. */
  newest: {
    at: Date;
    receivedAt: Date;
    /** Between a sign-in and its arrival, the median of the newest ones; null where all came from files. */
    usualDelayMs: number | null;
  } | null;
  /** When sign-ins of any log last arrived; null where none ever did. */
  lastArrivalAt: Date | null;
  /** Records that could not be stored and are kept with the reason. */
  refused: { n: number; complete: boolean };
}
