/** Before the key of a column, in the name of the field that holds its number. */
export const POSITION_PREFIX = "position-";
