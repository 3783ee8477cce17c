import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const sqs = metricsOf('AWS/SQS');

/** Of the queue through which alerts go to people: a message that nobody sees keeps it busy every quarter of an hour. */
export const HEARTBEAT_RULES = documentedBy<object>('sqs', [
  {
    id: 'NoHeartbeat',
    severity: Severity.P1,
    metrics: { m: sqs('NumberOfMessagesDeleted', 'Sum') },
    label: 'Heartbeats and alerts that went through',
    unit: 'count',
    periodMinutes: 60,
    datapoints: [1, 1],
    is: '<',
    threshold: 1,
    missing: 'breaching',
    standsAlone: true,
    why: 'No alert gets through: not even the heartbeat of every 15 minutes did for an hour.',
    steps: [
      'Read the newest errors in the log of the notifier.',
      "Check that its queue admits the topics, and that its function's concurrency is not used up.",
      'Until then, look at the alarms in CloudWatch yourself.',
    ],
    source: 'Four heartbeats in a row; a single one may be late.',
  },
]);
