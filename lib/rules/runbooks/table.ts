import type { Runbooks } from './runbook';
import { AWS_HEALTH, CHANGED_BY_HAND, savedQuery, WHAT_CHANGED } from './shared';

export const TABLE_RUNBOOKS: Runbooks = {
  TableThrottled: {
    symptoms: [
      'Reads or writes are refused in three windows of 5 minutes. The SDK tries again: first it is slow, then it fails.',
      'An index that cannot follow throttles the writes of its table.',
    ],
    investigation: [
      {
        say: 'Mode, capacity and limits of the table and its indexes:',
        run: "aws dynamodb describe-table --table-name TABLE --query 'Table.[BillingModeSummary,ProvisionedThroughput,OnDemandThroughput,GlobalSecondaryIndexes[].[IndexName,ProvisionedThroughput,OnDemandThroughput]]'",
      },
      'Why? The metrics name it: `…KeyRangeThroughputThrottleEvents` a hot key, `…ProvisionedThroughputThrottleEvents` too little capacity, `…MaxOnDemandThroughputThrottleEvents` a limit that you set, `…AccountLimitThrottleEvents` the quota. Each for Read and Write, of table or index. `ThrottlingReasons` of the exception says the same.',
      {
        say: 'Which key? It shows after a few minutes; keys are shown in plain text.',
        run: 'aws dynamodb update-contributor-insights --table-name TABLE --contributor-insights-action ENABLE --contributor-insights-mode THROTTLED_KEYS',
      },
      'Table or index? The graphs of each; an index with few values (a status, a date) is hot by nature.',
      {
        say: 'Provisioned: did auto scaling try, and where is its maximum?',
        run: 'aws application-autoscaling describe-scaling-activities --service-namespace dynamodb --resource-id table/TABLE --max-items 5',
      },
      savedQuery('Busiest callers', 'who reads or writes so much? A scan, an export, a backfill?'),
      WHAT_CHANGED,
      CHANGED_BY_HAND,
    ],
    resolution: {
      now: [
        'Stop the scan or backfill.',
        {
          say: 'Too little capacity: go on-demand, or raise the maximum of auto scaling (indexes too).',
          run: 'aws dynamodb update-table --table-name TABLE --billing-mode PAY_PER_REQUEST',
        },
        'A limit of on-demand that you set: raise it (`--on-demand-throughput`).',
      ],
      mend: [
        'A hot key: no capacity helps, a partition takes 3,000 read and 1,000 write units a second. Spread the key, or cache what is read.',
        'Index: a key with more values, or a sparse index.',
      ],
      prevent: [
        'Backfills with a rate limit.',
        'Warm throughput before an expected rush.',
        'Throttled-keys insights always on.',
      ],
    },
  },
  TableSystemErrors: {
    symptoms: [
      'DynamoDB answers with 500 or 503 in three windows of 5 minutes. The SDK tries again; lasting errors reach users.',
    ],
    investigation: [
      AWS_HEALTH,
      'All tables of the region, or one? Compare `SystemErrors` of others.',
      'Which operation? Each has its own line on the graph.',
      "Do the callers' own errors rise? If not, the retries hold.",
      'Large transactions or batches: do they fail alone?',
    ],
    resolution: {
      now: [
        'Wait and watch; slow down what is not urgent. A global table: send traffic to the other region.',
        'No event on the health dashboard, and it lasts: open a case in the Support Center, with request ids from the log.',
      ],
      mend: ['SDK with its standard retries (no hand-made loop around it) and a time-out per call.'],
      prevent: [
        'Idempotent writes: after a 500 nobody knows whether it was written. Use conditions or client tokens.',
        'A queue between users and writes that may wait.',
      ],
    },
  },
};
