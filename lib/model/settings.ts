/** What administrators set for everybody in their tenant. */

export const BRAND_NAME_MAX_LENGTH = 60;
