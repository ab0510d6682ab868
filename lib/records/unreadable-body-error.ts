/** Where in a body reading stopped. Lines and columns count from 1, bytes and records from 0. */
export interface BodyPosition {
  byteOffset: number;
  line: number;
  column: number;
}

/**
 * The body as a whole cannot be read on from here: it is not JSON, or it breaks off. Records before that place have
 * been handed out already; `recordsRead` says how many.
 */
export class UnreadableBodyError extends Error {
  override readonly name = "UnreadableBodyError";

  constructor(
    /** What is wrong, without the place. */
    readonly problem: string,
    readonly position: BodyPosition | null,
    readonly recordsRead: number,
    options?: ErrorOptions,
  ) {
    super(
      position ? `${problem} (line ${position.line}, column ${position.column}, byte ${position.byteOffset})` : problem,
      options,
    );
  }
}
