import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const sqs = metricsOf('AWS/SQS');

/** Of the notifier's queue. A heartbeat message passes through it every quarter of an hour. */
export const HEARTBEAT_RULES = documentedBy<object>('sqs', [
  {
    id: 'NoHeartbeat',
    severity: Severity.P1,
    metrics: { m: sqs('NumberOfMessagesDeleted', 'Sum') },
    label: 'Heartbeats and alerts delivered',
    unit: 'count',
    periodMinutes: 60,
    datapoints: [1, 1],
    is: '<',
    threshold: 1,
    missing: 'breaching',
    standsAlone: true,
    why: 'The notifier delivers no alerts: its heartbeat, due every 15 minutes, has failed for an hour.',
    steps: [
      'Read the newest errors in the log of the notifier.',
      'Check that the policy of its queue allows the topics, and that its function has concurrency left.',
      'Until it is fixed, watch the alarms in the CloudWatch console.',
    ],
    source: 'Four heartbeats in a row; a single one may be late.',
  },
]);
