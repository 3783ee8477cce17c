import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const firehose = metricsOf('AWS/Firehose');
const HOUR_SECONDS = 3600;

export interface FirehoseFacts {
  /** The first part of the names of its metrics: `DeliveryToS3`. */
  readonly delivery: string;
  /** How long it collects records before it delivers them. */
  readonly bufferSeconds: number;
}

const UNDELIVERED = {
  metrics: ({ delivery }: FirehoseFacts) => ({ m: firehose(`${delivery}.DataFreshness`, 'Maximum') }),
  label: 'Age of the oldest record that is not delivered',
  unit: 'seconds',
  periodMinutes: 5,
  datapoints: [3, 3],
  is: '>',
} as const;

/** Firehose keeps records that it cannot deliver for 24 hours: "Data delivery failure handling" of the developer guide. */
const KEPT_SECONDS = 24 * HOUR_SECONDS;

export const FIREHOSE_RULES = documentedBy<FirehoseFacts>(
  'firehose/latest/dev/monitoring-with-cloudwatch-metrics.html',
  [
    {
      id: 'DeliveryNearLoss',
      severity: Severity.P1,
      ...UNDELIVERED,
      threshold: 0.5 * KEPT_SECONDS,
      why: 'Records have not been delivered for half a day, and are lost after a whole one.',
      steps: [
        'Read the error log of the stream: permissions, or a destination that refuses?',
        'Write to another stream until it delivers again.',
      ],
      source: 'Firehose keeps for 24 hours what it cannot deliver: half of that is left to act.',
    },
    {
      id: 'DeliveryBehind',
      severity: Severity.P2,
      ...UNDELIVERED,
      threshold: ({ bufferSeconds }) => Math.max(HOUR_SECONDS / 2, 3 * bufferSeconds),
      why: 'Records arrive late at the destination, or not at all.',
      steps: ['Read the error log of the stream.', 'Look at the destination: is it there, full, or throttling?'],
      source:
        'Project default: three times the buffer interval, in which each try has its turn; at least half an hour.',
    },
    {
      id: 'IngestionThrottled',
      severity: Severity.P2,
      metrics: { m: firehose('ThrottledRecords', 'Sum') },
      label: 'Throttled records',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [3, 5],
      is: '>=',
      threshold: 1,
      why: 'Records are refused: the stream has reached its quota.',
      steps: [
        'Compare records and bytes per second with the quotas of the stream.',
        'Put records in batches, or ask for a higher quota.',
      ],
      source: 'As FunctionThrottled: three separate windows, since bursts touch two at most.',
    },
  ],
);
