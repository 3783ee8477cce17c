import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const route53 = metricsOf('AWS/Route53');
const synthetics = metricsOf('CloudWatchSynthetics');

export const ROUTE53_HEALTH_CHECK_RULES = documentedBy<object>(
  'Route53/latest/DeveloperGuide/monitoring-cloudwatch.html',
  [
    {
      id: 'EndpointDown',
      severity: Severity.P1,
      metrics: { m: route53('HealthCheckStatus', 'Minimum') },
      label: 'Status of the endpoint',
      unit: 'count',
      periodMinutes: 1,
      datapoints: [3, 3],
      is: '<',
      threshold: 1,
      why: 'The endpoint does not answer to the health checkers of Route 53.',
      steps: [
        'Open the endpoint yourself, from outside.',
        'Look what the health checkers got: status, timeout or text.',
      ],
      source: "AWS's recommendation: below 1 in three minutes. A health check that is switched off publishes nothing.",
    },
  ],
);

export interface CanaryFacts {
  /** How many minutes are between two runs. */
  readonly everyMinutes: number;
}

export const CANARY_RULES = documentedBy<CanaryFacts>(
  'AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html',
  [
    {
      id: 'CanaryFailing',
      severity: Severity.P1,
      metrics: { m: synthetics('SuccessPercent', 'Average') },
      label: 'Successful runs of the canary',
      unit: 'percent',
      periodMinutes: ({ everyMinutes }) => Math.max(5, everyMinutes),
      datapoints: [2, 2],
      is: '<',
      threshold: 50,
      why: 'The canary fails: what it does as a user would does not work.',
      steps: ['Read the newest report of the canary: which step, which answer?', 'Do the same by hand.'],
      source:
        'Project default: half of the runs of each of two periods, each as long as the time between runs, so that one failure alone is tried again.',
    },
    {
      id: 'CanaryStopped',
      severity: Severity.P2,
      metrics: { m: synthetics('SuccessPercent', 'SampleCount') },
      label: 'Runs of the canary',
      unit: 'count',
      periodMinutes: ({ everyMinutes }) => Math.max(15, 3 * everyMinutes),
      datapoints: [1, 1],
      is: '<',
      threshold: 1,
      missing: 'breaching',
      why: 'The canary does not run any more: nobody would notice a failure.',
      steps: ['Look at its state, and at the errors of its newest run.'],
      source: 'Three times the time between runs, a quarter of an hour at least.',
    },
  ],
);
