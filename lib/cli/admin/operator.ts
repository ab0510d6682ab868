/** Who acts when a command does, as records of it say. */
export const OPERATOR = "operator";
