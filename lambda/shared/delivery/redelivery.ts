import { Transient } from '../failure';

/** The longest that SQS hides a message, less what it was hidden already. */
const LONGEST_DELAY_SECONDS = 3600;

/** When a message is delivered again: as late as another side asked for, else later each time. */
export function redeliveryDelay(deliveries: number, failures: readonly unknown[], random: () => number): number {
  const asked = failures.map((failure) => (failure instanceof Transient ? (failure.retryAfterMs ?? 0) / 1000 : 0));
  const jittered = (0.5 + random() / 2) * 10 * 2 ** deliveries;
  return Math.min(LONGEST_DELAY_SECONDS, Math.ceil(Math.max(jittered, ...asked)));
}
