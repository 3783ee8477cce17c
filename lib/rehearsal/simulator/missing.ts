/** The value of a point that is not there. */
export const MISSING = Number.NaN;

// under jest, whatever is global takes a hundred times as long to look up, and this is asked of each point
export const { isNaN: isMissing, isFinite: isNumber } = Number;
