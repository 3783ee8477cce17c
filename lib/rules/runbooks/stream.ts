import type { Entry, Runbooks } from './runbook';
import { EVENT_SOURCES, NEWEST_ERRORS, PARTIAL_BATCHES, WHAT_CHANGED } from './shared';

const RETENTION: Entry = {
  say: 'Records near the end of their retention: raise it (at most 8,760 hours). It works for what is in the stream already.',
  run: 'aws kinesis increase-stream-retention-period --stream-name STREAM --retention-period-hours 168',
};
const SHARD_METRICS: Entry = {
  say: 'Per shard, if not switched on yet (billed per shard): which one is hot or unread?',
  run: 'aws kinesis enable-enhanced-monitoring --stream-name STREAM --shard-level-metrics IncomingBytes IncomingRecords IteratorAgeMilliseconds WriteProvisionedThroughputExceeded ReadProvisionedThroughputExceeded',
};
const STATE: Entry = {
  say: 'Mode, shards, retention and consumers:',
  run: 'aws kinesis describe-stream-summary --stream-name STREAM\naws kinesis list-stream-consumers --stream-arn STREAM_ARN',
};
const SPLIT: Entry = {
  say: 'More shards (at most double at once), or on-demand:',
  run: 'aws kinesis update-shard-count --stream-name STREAM --target-shard-count NUMBER --scaling-type UNIFORM_SCALING\naws kinesis update-stream-mode --stream-arn STREAM_ARN --stream-mode-details StreamMode=ON_DEMAND',
};
const SKIP_POISON: Entry = {
  say: 'A function stuck at one record: let it split the batch and give up after some tries.',
  run: 'aws lambda update-event-source-mapping --uuid UUID --bisect-batch-on-function-error --maximum-retry-attempts 3 --destination-config \'{"OnFailure":{"Destination":"QUEUE_ARN"}}\'',
};

export const STREAM_RUNBOOKS: Runbooks = {
  StreamNearLoss: {
    symptoms: [
      'The oldest unread record has used half of its retention. At the whole of it, it is gone.',
      'One consumer has stopped or stands at one record; others may be up to date.',
    ],
    investigation: [
      STATE,
      EVENT_SOURCES,
      NEWEST_ERRORS,
      'Which consumer? With functions, `IteratorAge` of each; KCL: `MillisBehindLatest` per shard, in the namespace of the application.',
      SHARD_METRICS,
      WHAT_CHANGED,
    ],
    resolution: {
      now: [RETENTION, SKIP_POISON, 'Start the consumer that has stopped.'],
      mend: ['Mend the record that fails, or the consumer; watch the age fall. Work off the failure destination.'],
      prevent: ['Limits on retries and age with a failure destination.', 'A retention longer than a long weekend.'],
    },
  },
  StreamBehind: {
    symptoms: [
      'Even the newest record that is read is old: what depends on the stream shows the past.',
      'In three windows of 15 minutes, so not a burst.',
    ],
    investigation: [
      'Graph `IncomingRecords` beside `GetRecords.Records`: more in, or fewer out?',
      'KCL: one lease without an owner is a shard that nobody reads. Look into its lease table.',
      '`ReadProvisionedThroughputExceeded`: consumers share 2 MB and 5 calls a second of each shard.',
      SHARD_METRICS,
      'CPU of the workers, latency of what they call.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: ['More workers, at most one per shard; then more shards.', SPLIT, RETENTION],
      mend: ['Batch what the consumer writes; spread keys that are hot.'],
      prevent: ['Enhanced fan-out for consumers that must not wait for others.'],
    },
  },
  StreamWritesRefused: {
    symptoms: [
      '1 % of the writes or more are refused, in three windows. Producers retry; those that do not lose records.',
      'A shard takes 1 MB or 1,000 records a second.',
    ],
    investigation: [
      STATE,
      SHARD_METRICS,
      'One shard full, the others idle: a hot partition key. All full: too few shards.',
      'Do producers look at `FailedRecordCount` of `PutRecords`? A call succeeds in part.',
      'On-demand refuses too, when traffic more than doubles within 15 minutes or one key is hot.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [SPLIT, 'Slow down a backfill.'],
      mend: ['A partition key with many values; salt the hot one.', 'Retry with jitter, only the records that failed.'],
      prevent: ['On-demand for traffic that nobody can foresee.', 'Aggregate small records (KPL).'],
    },
  },
  StreamReadsRefused: {
    symptoms: ['1 % of the reads or more are refused; consumers fall behind although they have time.'],
    investigation: [
      STATE,
      'How many poll? All that do not use enhanced fan-out share 2 MB and 5 calls a second of each shard: functions, KCL, Firehose, analytics.',
      'Is there a new one, or a person with a debugging loop?',
      'Small batches and short waits use up the 5 calls long before the 2 MB.',
      SHARD_METRICS,
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        'Stop the reader that nobody needs.',
        {
          say: 'A stream of its own for one consumer:',
          run: 'aws kinesis register-stream-consumer --stream-arn STREAM_ARN --consumer-name NAME',
        },
      ],
      mend: ['Larger batches with a batching window; poll once a second.', PARTIAL_BATCHES],
      prevent: ['Enhanced fan-out from the third consumer on.'],
    },
  },
};
