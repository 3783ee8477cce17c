import { Severity } from '../contracts/severity';
import { consumerSlow } from './baselines';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';
import type { MetricStatistic, RuleRow } from './rule';

const lambda = metricsOf('AWS/Lambda');

export interface FunctionFacts {
  /** Undefined where the function is imported. */
  readonly timeoutSeconds?: number;
  readonly reservedConcurrency?: number;
  /** How long the stream that it reads keeps its records. */
  readonly retentionHours?: number;
  /** Where events go that it fails on every try: a dead-letter queue or a destination. */
  readonly hasFailureDestination?: boolean;
}

type Row = Omit<RuleRow<FunctionFacts>, 'ground'>;

const LOOK_AT_ERRORS = [
  'Read the newest errors in its log.',
  'Roll back the last deployment if the errors began with it.',
] as const;

const throttled: Row = {
  id: 'FunctionThrottled',
  severity: Severity.P2,
  metrics: { m: lambda('Throttles', 'Sum') },
  label: 'Throttled invocations',
  unit: 'count',
  periodMinutes: 5,
  datapoints: [3, 5],
  is: '>=',
  threshold: 1,
  why: 'Invocations of the function are throttled: there is no concurrency left for it.',
  steps: [
    'Compare its concurrency with its reserved and with the account limit.',
    'Look for another function that uses the concurrency of the account.',
  ],
  source: 'Measured. Three separate windows: bursts while Lambda scales touch two at most.',
};

const nearTimeout: Row = {
  id: 'FunctionTimeouts',
  severity: Severity.P2,
  metrics: { m: lambda('Duration', 'Maximum') },
  label: 'Longest invocation',
  unit: 'milliseconds',
  periodMinutes: 5,
  datapoints: [3, 5],
  is: '>=',
  threshold: ({ timeoutSeconds }) => (timeoutSeconds === undefined ? undefined : 990 * timeoutSeconds),
  why: 'Invocations reach the timeout of the function and are stopped.',
  steps: ['Find out what it waits for.', 'Raise the timeout only if the work needs it.'],
  source: '99 % of its timeout, in three separate windows.',
};

const reservedConcurrency: Row = {
  id: 'ReservedConcurrency',
  severity: Severity.P2,
  appliesTo: (facts) => facts.reservedConcurrency !== undefined,
  metrics: { m: lambda('ConcurrentExecutions', 'Maximum') },
  label: 'Concurrent executions',
  unit: 'count',
  periodMinutes: 5,
  datapoints: [3, 5],
  is: '>=',
  threshold: (facts) => 0.9 * (facts.reservedConcurrency ?? 0),
  off: true,
  why: 'The function uses nearly all of its reserved concurrency.',
  steps: ['Raise the reservation, or make it faster.'],
  source: '90 % of the reservation. Throttles are alarmed in any case, hence off.',
};

/** The share of invocations that fail. */
const failedInvocations = {
  metrics: { m: lambda('Errors', 'Average') },
  expression: '100 * m',
  label: 'Failed invocations',
  unit: 'percent',
  is: '>=',
  steps: LOOK_AT_ERRORS,
} as const;

/** Of consumers, which receive messages or records in batches. */
const consumerErrors: Row = {
  id: 'ConsumerErrors',
  severity: Severity.P1,
  ...failedInvocations,
  periodMinutes: 1,
  datapoints: [4, 10],
  threshold: 50,
  why: 'Most invocations of the consumer fail.',
  source: 'Measured. One poison message fails in three minutes of ten at most; less than half is partial failure.',
};

const partialErrors: Row = {
  id: 'ConsumerPartialErrors',
  severity: Severity.P2,
  ...failedInvocations,
  expression: 'IF(m < 0.5, 100 * m, 0)',
  label: 'Failed invocations, below half',
  periodMinutes: 10,
  datapoints: [3, 4],
  threshold: 10,
  why: 'A part of the invocations of the consumer has failed for half an hour.',
  source: 'Measured. From half on, ConsumerErrors pages.',
};

/** Functions that consume a queue. */
export const QUEUE_CONSUMER_RULES = documentedBy<FunctionFacts>('lambda', [
  consumerErrors,
  // what succeeds at a later try does no harm, and what does not becomes a dead letter
  { ...partialErrors, off: true },
  // messages that wait are seen by the rules of the queue
  { ...throttled, off: true },
  consumerSlow(lambda('Duration', 'p50')),
  { ...nearTimeout, off: true },
  reservedConcurrency,
]);

/** Functions that read a stream, of Kinesis or of a table. */
export const STREAM_CONSUMER_RULES = documentedBy<FunctionFacts>('lambda', [
  consumerErrors,
  partialErrors,
  throttled,
  {
    id: 'ConsumerBehind',
    severity: Severity.P2,
    metrics: { m: lambda('IteratorAge', 'Minimum') },
    label: 'Age of the newest record read',
    unit: 'milliseconds',
    periodMinutes: 15,
    datapoints: [3, 3],
    is: '>',
    threshold: ({ retentionHours = 24 }) => 1000 * Math.max(300, 36 * retentionHours),
    why: 'The consumer of the stream has not caught up for three quarters of an hour.',
    steps: [
      'Look for a record that fails again and again: it blocks its shard.',
      'Raise the batch size or the parallelisation.',
    ],
    source: 'As QueueSlow; 1 % of the retention, at least 5 minutes.',
  },
  nearTimeout,
  reservedConcurrency,
]);

/** Functions that EventBridge or SNS invokes: Lambda queues the events and tries each three times. */
export const EVENT_HANDLER_RULES = documentedBy<FunctionFacts>('lambda', [
  {
    id: 'EventsDropped',
    severity: Severity.P0,
    // with a dead-letter queue or a failure destination, Lambda sends events there before it drops them
    metrics: ({ hasFailureDestination }): Readonly<Record<string, MetricStatistic>> =>
      hasFailureDestination
        ? { undead: lambda('DeadLetterErrors', 'Sum'), undelivered: lambda('DestinationDeliveryFailures', 'Sum') }
        : { m: lambda('AsyncEventsDropped', 'Sum') },
    expression: ({ hasFailureDestination }) => (hasFailureDestination ? 'SUM([undead, undelivered])' : undefined),
    label: 'Events lost',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [1, 6],
    is: '>=',
    threshold: 1,
    why: 'Events are lost: the function failed on every try, and no destination received them.',
    steps: [
      'Read the errors in its log.',
      'Give it a dead-letter queue or a failure destination that it may write to.',
    ],
    source: 'Lost data: every event counts. Held for half an hour.',
  },
  {
    id: 'HandlerErrors',
    severity: Severity.P1,
    ...failedInvocations,
    periodMinutes: 5,
    datapoints: [3, 5],
    threshold: 25,
    why: 'Invocations of the event handler fail.',
    source: 'One bad event fails three times within about 3 minutes: two windows at most.',
  },
  {
    id: 'EventsWaiting',
    severity: Severity.P2,
    metrics: { m: lambda('AsyncEventAge', 'Minimum') },
    label: 'Age of the events when handled',
    unit: 'milliseconds',
    periodMinutes: 15,
    datapoints: [3, 3],
    is: '>',
    threshold: 900_000,
    why: 'Events are handled late: Lambda retries errors and throttles for up to six hours.',
    steps: ['Look for errors and throttles.'],
    source: 'As QueueSlow: a quarter of an hour late in three windows.',
  },
  throttled,
  nearTimeout,
  reservedConcurrency,
]);

/** Functions behind an API: each of their errors is a 5XX of the API, which has its own alarms. */
export const API_FUNCTION_RULES = documentedBy<FunctionFacts>('lambda', [
  { ...throttled, off: true },
  { ...nearTimeout, off: true },
  reservedConcurrency,
]);

/** Functions that answer requests, with no API in front whose alarms would say that they fail. */
export const REQUEST_FUNCTION_RULES = documentedBy<FunctionFacts>('lambda', [
  {
    id: 'FunctionErrors',
    severity: Severity.P1,
    ...failedInvocations,
    periodMinutes: 5,
    datapoints: [3, 5],
    threshold: 10,
    why: 'The function returns errors to its callers.',
    source:
      'Project default: one invocation of ten in three separate windows, so that single errors of a function with few calls do not page.',
  },
  throttled,
  nearTimeout,
  reservedConcurrency,
]);
