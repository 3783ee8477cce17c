import { Transient } from '../failure';

/** The longest that SQS hides a message, less what it was hidden already: far below its 12 hours. */
export const LONGEST_DELAY_MS = 3_600_000;

/** How long what failed waits: twice as long after each delivery, from 5 to 10 seconds on. */
export const backoffAfter = (deliveries: number, random: () => number): number =>
  Math.min(LONGEST_DELAY_MS, (0.5 + random() / 2) * 5000 * 2 ** deliveries);

/** In how many seconds a message is delivered again: when the first of its channels can go on. */
export function redeliveryDelay(failures: readonly unknown[], backoffMs: number): number {
  const waits = failures.map((failure) => (failure instanceof Transient && failure.redeliverAfterMs) || backoffMs);
  return Math.max(1, Math.ceil(Math.min(LONGEST_DELAY_MS, ...waits) / 1000));
}
