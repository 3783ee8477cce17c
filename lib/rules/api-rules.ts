import { Severity } from '../alerting/severity';
import { latencyJump, standingOutErrors } from './baselines';
import { averageWhileFailing, smallOrNew, timesHighest } from './expressions';
import { lookBack } from './look-back';
import { metricsOf } from './readings';
import type { Reading, RuleTable } from './rule';
import { noTraffic, unusual } from './traffic';

const gateway = metricsOf('AWS/ApiGateway');

/** The two kinds of API name the same things differently. The Average of an error metric is the share of requests, 0 to 1. */
export interface ApiMetrics {
  serverErrors(statistic: string): Reading;
  clientErrors(statistic: string): Reading;
  requests(statistic: string): Reading;
  latency(statistic: string): Reading;
}

const metrics = (serverErrors: string, clientErrors: string): ApiMetrics => ({
  serverErrors: (statistic) => gateway(serverErrors, statistic),
  clientErrors: (statistic) => gateway(clientErrors, statistic),
  requests: (statistic) => gateway('Count', statistic),
  latency: (statistic) => gateway('Latency', statistic),
});

export const HTTP_API_METRICS = metrics('5xx', '4xx');
export const REST_API_METRICS = metrics('5XXError', '4XXError');

const apiRules = ({ serverErrors, clientErrors, requests, latency }: ApiMetrics): RuleTable<object> => [
  {
    id: 'ServerErrors',
    severity: Severity.P1,
    metrics: { m: serverErrors('Average') },
    expression: averageWhileFailing(0.015, 100),
    label: 'Server error rate over 20 minutes',
    unit: 'percent',
    periodMinutes: 1,
    datapoints: [3, 15],
    is: '>=',
    threshold: 3,
    why: 'The API fails for its callers.',
    steps: [
      'See which operation fails and since when.',
      'Roll back the last deployment if it began with it.',
      'Read the errors in the log of the function behind it.',
    ],
    source:
      'Measured. Rate x window = 0.6 minutes of full outage, more than one bad deploy minute; three failing minutes are at least three bad requests.',
  },
  {
    id: 'ServerErrorsSlow',
    severity: Severity.P2,
    metrics: { m: serverErrors('Average') },
    ...lookBack({ periods: 24, datapoints: [4, 6], compare: smallOrNew(0.2, 0.02) }),
    label: 'Server error rate',
    unit: 'percent',
    periodMinutes: 15,
    is: '>=',
    threshold: 0.8,
    why: 'A small part of the requests has failed for an hour.',
    steps: ['Look for one operation or one customer behind the errors.'],
    source:
      'Measured. In four of six quarters of an hour, so that blips add up to nothing: 2 % on average over its last 6 hours, or 0.8 % where that is 2.5 times this average. Above 20 % ServerErrors speaks.',
  },
  noTraffic(requests('Sum'), {
    why: 'An API that is called around the clock is not called any more.',
    steps: ['Call it yourself from outside.', 'Check DNS, certificate, and whatever stands in front of it.'],
    source:
      'Measured. Nothing for 15 minutes, and 3 or more requests in 5 minutes for 22 of the last 24 hours; silent for services with office hours.',
  }),
  unusual('UnusualTraffic', requests('Sum'), 'requests', [
    'See since when, and which operation or caller.',
    'Fewer: check DNS, firewall, and the last release of the callers.',
    'More: look for one caller that polls or tries again, and throttle it.',
  ]),
  latencyJump('LatencyJump', latency, requests, {
    label: 'p33 latency, as a multiple of its last 6 hours',
    why: 'The API has become slow.',
    source:
      'Measured. Its own past instead of a number that nobody knows; two windows of a quarter of an hour. The p33 of 4 requests or more, since the median of a few jumps with every cold start; the tail has a rule of its own.',
  }),
  {
    id: 'TailLatencyJump',
    severity: Severity.P2,
    metrics: { m: latency('p99') },
    ...lookBack({ periods: 48, datapoints: [2, 2], compare: timesHighest(14, 26) }),
    label: 'p99 latency, as a multiple of its highest half-hour of the day before',
    unit: 'times',
    periodMinutes: 30,
    is: '>=',
    threshold: 1.75,
    why: 'The slowest requests have become much slower.',
    steps: ['Look for time-outs and retries of what it calls.', 'Look for one slow operation.'],
    source: 'Measured. Beyond the worst half-hour of its own last day, twice; it needs half a day to compare with.',
  },
  standingOutErrors('ClientErrors', clientErrors('Average'), 100, {
    why: 'Callers are refused much more often than usual.',
    steps: ['See which status and which operation.', 'Check authorisation, and the last release of the callers.'],
    source:
      'Measured. A sixth of all requests: fewer happens by chance where there are few. Longer than a scanner visits (20 minutes), and 2.5 times the average of its last 8 hours.',
  }),
  {
    id: 'ServerErrorCount',
    severity: Severity.P1,
    metrics: { m: serverErrors('Sum') },
    label: 'Server errors',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [1, 1],
    is: '>',
    threshold: 15,
    off: true,
    why: 'The API failed more than a fixed number of times.',
    steps: ['See which operation fails and since when.'],
    source: "The operations guide's number: more than 15 in 5 minutes. It does not grow with traffic, hence off.",
  },
  {
    id: 'TrafficFloor',
    severity: Severity.P2,
    metrics: { m: requests('Sum') },
    label: 'Requests in 5 minutes',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [3, 3],
    is: '<',
    threshold: undefined,
    missing: 'breaching',
    why: 'Fewer requests arrive than its owner expects.',
    steps: ['Call it yourself from outside.', 'Ask the callers.'],
    source: "The owner's number: it exists only when given.",
  },
  {
    id: 'TargetErrorRate',
    severity: Severity.P2,
    metrics: { bad: serverErrors('Sum'), all: requests('SampleCount') },
    expression: 'IF(bad >= 5, 100 * bad / all, 0)',
    label: 'Server error rate',
    unit: 'percent',
    periodMinutes: 60,
    datapoints: [1, 1],
    is: '>=',
    threshold: undefined,
    why: 'More requests fail than its owner allows.',
    steps: ['See which operation fails and since when.'],
    source: "The owner's number, at least 5 bad requests in the hour: it exists only when given.",
  },
];

export const HTTP_API_RULES = apiRules(HTTP_API_METRICS);
export const REST_API_RULES = apiRules(REST_API_METRICS);
