/** The number of consecutive failed synchronisations of a customer at which the alarm fires. */
export const TOO_MANY_IN_A_ROW = 5;

/** CloudWatch's limits. */
export const LONGEST_NAME = 255;
/** Of the embedded metric format: CloudWatch itself takes 255. */
export const LONGEST_DIMENSION_NAME = 250;
export const LONGEST_DIMENSION_VALUE = 1024;
export const MOST_DIMENSIONS = 30;
const LARGEST_VALUE = 2 ** 360;

const DIMENSION_VALUE = /^(?=.*[^ ])[ -~]{1,1024}$/;

/** Printable ASCII and not blank: CloudWatch rejects or garbles everything else. */
export const isDimensionValue = (value: unknown): value is string =>
  typeof value === 'string' && DIMENSION_VALUE.test(value);

/** Whether CloudWatch can store it; NaN and the infinities fail the comparison as well. */
export const isMetricValue = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= LARGEST_VALUE;
