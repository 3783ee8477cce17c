import { INSIGHTS_WINDOW } from '../rehearsal/simulator/insights';
import { HIGH_RESOLUTION } from '../rehearsal/simulator/periods';

/** CloudWatch's limits on one alarm: the API reference of PutMetricAlarm and PutCompositeAlarm. */
export const LIMITS = {
  alarmName: 255,
  description: 1024,
  actions: 5,
  dimensions: 30,
  metricsPerExpression: 10,
  expressions: 10,
  expression: 2048,
  compositeRule: 10_240,
  compositeChildren: 100,
  compositeElements: 500,
  tags: 50,
  mutedAlarms: 100,
  /** Seconds that a Metrics Insights query looks back. */
  insightsWindow: INSIGHTS_WINDOW,
  /** Alarms on Metrics Insights queries in an account and region: a default quota. */
  insightsAlarms: 200,
  /** Series that a query returns. */
  insightsSeries: 500,
  warmUpMinutes: 2880,
} as const;

const HOUR = 3600;
const DAY = 24 * HOUR;

/** @param seconds the period of an alarm */
export const isPeriod = (seconds: number): boolean =>
  HIGH_RESOLUTION.periods.includes(seconds) || (seconds > 0 && Number.isInteger(seconds / 60));

export const PERIODS = `${HIGH_RESOLUTION.periods.join(', ')} or a multiple of 60 seconds`;

/** How far back an alarm may look, in seconds: its period times its evaluation periods. */
export const longestWindow = (periodSeconds: number): number => (periodSeconds >= HOUR ? 7 * DAY : DAY);

/** The periods, in seconds, that a wall clock window takes. */
export const WALL_CLOCK_PERIODS: readonly number[] = [60, 300, HOUR, DAY, 7 * DAY];
