/**
 * The severity of an alarm, with its response time.
 *
 * The sources' two scales map onto it: critical is P0 or P1, warning is P2, info is P3.
 */
export enum Severity {
  /** Critical: the service is down or loses data. Pages; answer within 15 minutes. */
  P0 = 'P0',
  /** High: a part of the service fails for its users. Pages; answer within 1 hour. */
  P1 = 'P1',
  /** Medium: a ticket. Something degrades or will fail; answer within 4 hours. */
  P2 = 'P2',
  /** Low: on the dashboard only; look at it within 24 hours. */
  P3 = 'P3',
}

/** From most to least urgent. */
export const SEVERITIES: readonly Severity[] = [Severity.P0, Severity.P1, Severity.P2, Severity.P3];

/** The response time of each severity, in minutes. */
export const ANSWER_MINUTES: Readonly<Record<Severity, number>> = { P0: 15, P1: 60, P2: 240, P3: 1440 };

/**
 * How long an acknowledgement of each severity holds, in minutes, unless an update renews it. Project default: four response times.
 * Three of them are left for the fix, and one for those who take over.
 */
export const ACKNOWLEDGED_MINUTES: Readonly<Record<Severity, number>> = { P0: 60, P1: 240, P2: 960, P3: 5760 };

/** Whether a severity interrupts a person at once. */
export const pages = (severity: Severity): boolean => severity === Severity.P0 || severity === Severity.P1;
