import { Severity } from '../contracts/severity';
import { percentBad } from './expressions';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';
import type { MetricStatistic } from './rule';

/** The metrics of one step of an application. */
export interface StepFacts {
  readonly namespace: string;
  readonly failed: string;
  readonly duration: string;
}

export const STEP_RULES = documentedBy<StepFacts>('customMetrics', [
  {
    id: 'StepFailing',
    severity: Severity.P2,
    // a step is timed whether it succeeds or fails, so that there is a number of all when none succeeds
    metrics: ({ namespace, failed, duration }) => ({
      bad: metricsOf(namespace)(failed, 'Sum'),
      all: metricsOf(namespace)(duration, 'SampleCount'),
    }),
    expression: percentBad(3),
    label: 'Percentage of the runs that fail',
    unit: 'percent',
    periodMinutes: 5,
    datapoints: [2, 3],
    is: '>=',
    threshold: 20,
    why: 'One in five runs of a business action fails, or more.',
    steps: [
      'Read the newest errors of the step in the log.',
      'Look at the services that it calls: database, queue, partner.',
    ],
    source:
      'Project default: a fifth of the runs, at least 3 bad ones in 5 minutes, twice; what makes requests fail pages by the rules of their API.',
  },
]);

export interface ApplicationFacts {
  readonly namespace: string;
}

export interface ErrorFilterFacts extends ApplicationFacts {
  /** The metric that filters make of log lines at ERROR: of its own for each stack, since filters know no dimensions. */
  readonly errorsLogged: string;
}

export const APPLICATION_RULES = documentedBy<ApplicationFacts>('customMetrics', [
  {
    id: 'ValuesDropped',
    severity: Severity.P3,
    metrics: ({ namespace }) => ({ m: metricsOf(namespace)('DroppedValues', 'Sum') }),
    label: 'Values that could not be published',
    unit: 'count',
    periodMinutes: 60,
    datapoints: [1, 1],
    is: '>=',
    threshold: 1,
    why: 'The code publishes values that CloudWatch does not accept, such as NaN.',
    steps: ["Search the log for 'Dropped': it names the metric and the reason, once per sandbox."],
    source: 'Project default: any. It is an error in the code, which only the developer who fixes it has to see.',
  },
]);

/** For functions that log errors which no metric counts. */
export const ERROR_FILTER_RULES = documentedBy<ErrorFilterFacts>(
  'AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html',
  [
    {
      id: 'ErrorsLogged',
      severity: Severity.P2,
      metrics: ({ namespace, errorsLogged }) => ({ m: metricsOf(namespace)(errorsLogged, 'Sum') }),
      label: 'Log lines at ERROR',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [2, 3],
      is: '>=',
      threshold: 3,
      why: 'The functions keep logging errors.',
      steps: ['Read the newest errors: the saved query `Errors`.'],
      source: 'Project default: 3 in 5 minutes, twice, so that one bad input is no ticket.',
    },
  ],
);

export interface LogGroupFacts {
  readonly logGroups: readonly string[];
}

export const METRICS_LOG_RULES = documentedBy<LogGroupFacts>(
  'AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html',
  [
    {
      id: 'MetricsRejected',
      severity: Severity.P2,
      metrics: ({ logGroups }) => rejections(logGroups),
      expression: ({ logGroups }) => `SUM([${Object.keys(rejections(logGroups)).join(', ')}])`,
      label: 'Log lines with metrics that CloudWatch could not read',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [1, 3],
      is: '>=',
      threshold: 1,
      why: 'CloudWatch rejects metrics that the code writes, so alarms on them may not fire.',
      steps: [
        'Find log lines with `_aws` that another writer has wrapped or truncated.',
        'Look for another writer of such lines.',
      ],
      source: 'Project default: any, since what is rejected is lost.',
    },
  ],
);

/** A parsing error is no JSON of that format, a validation error one that breaks its rules. */
const rejections = (logGroups: readonly string[]): Readonly<Record<string, MetricStatistic>> =>
  Object.fromEntries(
    logGroups.flatMap((LogGroupName, index) =>
      ['EMFParsingErrors', 'EMFValidationErrors'].map((name, kind) => [
        `e${2 * index + kind}`,
        metricsOf('AWS/Logs')(name, 'Sum', { LogGroupName }),
      ]),
    ),
  );
