import { Severity } from '../contracts/severity';
import {
  besideOtherDays,
  smallOrNew,
  standingOut,
  timesAverage,
  timesHighest,
  unlikeBefore,
  whereActive,
} from './comparisons';
import { lookBack } from './look-back';
import type { MetricStatistic, RuleRow } from './rule';

/*
 * Rules that compare a service with its own past, the same for whatever is measured so. Off: they rest on functions that AWS advises
 * against in alarms.
 */

type About = Pick<RuleRow<object>, 'why' | 'steps'>;

/** Slower than in its own last hours. */
export const unusualLatency = (
  latency: MetricStatistic,
  requests: MetricStatistic,
  unit: 'milliseconds' | 'seconds',
): RuleRow<object> => ({
  id: 'UnusualLatency',
  severity: Severity.P2,
  metrics: { m: latency, n: requests },
  ...lookBack({ periods: 24, datapoints: [2, 3], compare: timesAverage(12, 4) }),
  banded: { label: 'p33 latency', unit },
  label: 'p33 latency, as a multiple of its last 6 hours',
  unit: 'times',
  periodMinutes: 15,
  is: '>=',
  threshold: 2,
  why: 'Answers take longer than in the last 6 hours.',
  steps: ['Compare with the latency of the services that it calls.', 'Look at the last deployment.'],
  source:
    'Measured. Two quarters of an hour against its own past. The p33 of 4 requests or more, since the median of a few jumps with every cold start.',
});

/** The slowest requests beyond the worst of the day. */
export const tailLatencyJump = (latency: MetricStatistic): RuleRow<object> => ({
  id: 'TailLatencyJump',
  severity: Severity.P2,
  metrics: { m: latency },
  ...lookBack({ periods: 48, datapoints: [2, 2], compare: timesHighest(14, 26) }),
  banded: { label: 'p99 latency', unit: 'milliseconds' },
  label: 'p99 latency, as a multiple of its highest half-hour of the day before',
  unit: 'times',
  periodMinutes: 30,
  is: '>=',
  threshold: 1.75,
  why: 'The slowest requests have become much slower than yesterday.',
  steps: ['Look for timeouts and retries of the services that it calls.', 'Look for one slow operation.'],
  source: 'Measured. Beyond the worst half-hour of its own last day, twice; it needs half a day to compare with.',
});

/** A small share of errors that lasts, or is new. */
export const unusualServerErrors = (rate: MetricStatistic): RuleRow<object> => ({
  id: 'UnusualServerErrors',
  severity: Severity.P2,
  metrics: { m: rate },
  ...lookBack({ periods: 24, datapoints: [4, 6], compare: smallOrNew(0.2, 0.02) }),
  banded: { label: 'Server errors, as a share of the requests', unit: 'times' },
  label: 'Server error rate',
  unit: 'percent',
  periodMinutes: 15,
  is: '>=',
  threshold: 0.8,
  why: 'A small part of the requests has failed for an hour, more than in the last 6 hours.',
  steps: ['Look for one operation or one customer behind the errors.'],
  source:
    'Measured. In four of six quarters of an hour, so that blips add up to nothing: 2 % on average over its last 6 hours, or 0.8 % where that is 2.5 times this average. Above 20 % ServerErrors pages.',
});

/** More errors of clients than in its own last hours. `factor` makes percent of what `rate` reads. */
export const unusualClientErrors = (
  rate: MetricStatistic,
  requests: MetricStatistic,
  factor: number,
  about: About,
): RuleRow<object> => ({
  ...about,
  id: 'UnusualClientErrors',
  severity: Severity.P2,
  metrics: { m: rate, n: requests },
  ...lookBack({ periods: 48, datapoints: [4, 4], compare: standingOut(factor, 3) }),
  banded: { label: 'Client error rate', unit: factor === 1 ? 'percent' : 'times' },
  label: 'Client error rate, where it is higher than in the rest of the day',
  unit: 'percent',
  periodMinutes: 10,
  is: '>=',
  threshold: 17,
  source:
    'Measured. A sixth of all requests, and three or more of them: at night, when there are few requests, one or two are a sixth by chance. Longer than a scanner visits (20 minutes), and 2.5 times the average of its last 8 hours.',
});

/** No requests, after some around the clock. */
export const trafficStopped = (requests: MetricStatistic, about: About): RuleRow<object> => ({
  ...about,
  id: 'TrafficStopped',
  severity: Severity.P1,
  metrics: { m: requests },
  ...lookBack({ periods: 288, datapoints: [3, 3], fillGaps: true, compare: whereActive(3, 0.92) }),
  banded: { label: 'Requests in 5 minutes', unit: 'count' },
  label: 'Requests in 5 minutes, where there were some around the clock',
  unit: 'count',
  periodMinutes: 5,
  is: '<',
  threshold: 1,
  source:
    'Measured. Nothing for 15 minutes, and 3 or more requests in 5 minutes for 22 of the last 24 hours; quiet for services with office hours. NoTraffic sees it where there were many.',
});

/** A consumer that is slower than in its own last hours. */
export const consumerSlow = (duration: MetricStatistic): RuleRow<object> => ({
  id: 'ConsumerSlow',
  severity: Severity.P2,
  metrics: { m: duration },
  ...lookBack({ periods: 12, datapoints: [2, 3], compare: timesAverage(12) }),
  banded: { label: 'Median duration', unit: 'milliseconds' },
  label: 'Median duration, as a multiple of its last 3 hours',
  unit: 'times',
  periodMinutes: 15,
  is: '>=',
  threshold: 3,
  why: 'The consumer has become slow: messages may soon pile up.',
  steps: ['Look at the latency of the services that it calls.', 'Look at the last deployment.'],
  source:
    'Its own past instead of a number that nobody knows; 3 times, since nightly batches make it half as slow again.',
});

/** Messages that wait longer than yesterday at this time. */
export const unusualQueueAge = <Facts>(
  age: MetricStatistic,
  healthyAge: RuleRow<Facts>['threshold'],
): RuleRow<Facts> => ({
  id: 'UnusualQueueAge',
  severity: Severity.P2,
  metrics: { m: age },
  // a day, of which the oldest six are an hour and a half
  ...lookBack({ periods: 96, datapoints: [3, 3], fillGaps: true, compare: unlikeBefore(96, 6) }),
  banded: { label: 'Age of the oldest message', unit: 'seconds' },
  label: 'Age of the oldest message, where it is more than twice that of yesterday',
  unit: 'seconds',
  periodMinutes: 15,
  is: '>',
  threshold: healthyAge,
  why: 'The queue has not caught up for three quarters of an hour, and did so yesterday.',
  steps: [
    'Compare messages sent with messages processed.',
    'Raise the concurrency of the consumer, or make it faster.',
  ],
  source:
    'Measured. What drains within the time is healthy, and so is a batch of each day: at most twice as old as yesterday at this time. The same age as QueueStuck.',
});

/** Unlike other days: far fewer, or a multiple. For anything that is counted as it arrives. */
export const unusual = (
  id: string,
  counted: MetricStatistic,
  noun: string,
  steps: RuleRow<object>['steps'],
): RuleRow<object> => ({
  id,
  severity: Severity.P2,
  why: `Far fewer ${noun} than at this hour of other days, or a multiple of them.`,
  steps,
  metrics: { m: counted },
  ...lookBack({ periods: 168, datapoints: [1, 1], fillGaps: true, compare: besideOtherDays(2, 4, 10_000) }),
  banded: { label: `${capitalized(noun)} in an hour`, unit: 'count', outside: true },
  label: `${capitalized(noun)} in an hour, relative to other days`,
  unit: 'times',
  periodMinutes: 60,
  is: '<',
  threshold: 0.8,
  source:
    'Measured. Yesterday and six days ago, an hour more or less: on Saturday that is Friday and Sunday, on Monday Sunday and Tuesday, so that no weekend is compared with working days alone, and one odd day with nothing. Less than 80 % of the least of these six hours, beyond what they vary by (one standard deviation) and what chance takes from few (two); or 5 times the most, from 10,000 an hour on, below which it does no harm. In the first week yesterday alone counts, and not on Saturdays. CloudWatch evaluates it once an hour, on the hour.',
});

const capitalized = (noun: string): string => noun.charAt(0).toUpperCase() + noun.slice(1);
