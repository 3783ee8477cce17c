/** Metrics in a document, and values of one of them. */
export const MOST_IN_A_DOCUMENT = 100;
/** 256 KB, less what CloudWatch Logs adds to an event, the properties, and what one metric with the longest names can add. */
export const FULL_BYTES = 225_000;
/** No number is written longer than this, with its comma. */
export const LONGEST_VALUE = 25;

export const LONGEST_ID = 256;
export const LONGEST_PROPERTY = 1024;
/** Of all properties of an operation, each character taken for three bytes: 24 KB. */
export const LONGEST_PROPERTIES = 8000;

/** Of any text in a line. */
export const LONGEST_TEXT = 10_000;
/** Below the 256 KB of an event, each character taken for four bytes. */
export const LONGEST_LINE = 60_000;
/** Of a line whose characters JSON escapes, by six for each at most. */
export const LONGEST_ESCAPED_LINE = LONGEST_LINE / 6 - 1000;
/** Of an object or a list in a line. */
export const MOST_MEMBERS = 1000;
/** Levels of an object in a line. */
export const DEEPEST = 50;

/** Before the time-out of a function: enough to write a line, and little of the time that the handler has. */
export const FLUSH_MS = 100;

/** Among the levels of the log: the least level that is written, where LOG_LEVEL names none. */
export const PLACE_OF_INFO = 2;
