/** Something in a query option that cannot be understood, and where it stands. */
export class ODataProblem extends Error {
  override readonly name = "ODataProblem";

  constructor(
    message: string,
    /** Characters before the place, or undefined where the whole is meant. */
    readonly position?: number,
  ) {
    super(message);
  }
}
