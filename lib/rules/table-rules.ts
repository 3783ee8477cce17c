import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';
import type { MetricStatistic, RuleRow } from './rule';

const dynamodb = metricsOf('AWS/DynamoDB');

export interface TableFacts {
  /** The global secondary indexes that share an alarm. */
  readonly indexes: readonly string[];
}

const THROTTLES = ['ReadThrottleEvents', 'WriteThrottleEvents'];

function throttlesOf(indexes: readonly string[], table: boolean): Record<string, MetricStatistic> {
  const own = table ? THROTTLES.map((name, kind) => [`t${kind}`, dynamodb(name, 'Sum')]) : [];
  const ofIndexes = indexes.flatMap((index, position) =>
    THROTTLES.map((name, kind) => [`g${position}${kind}`, dynamodb(name, 'Sum', { GlobalSecondaryIndexName: index })]),
  );
  return Object.fromEntries([...own, ...ofIndexes]);
}

const throttled = (withTable: boolean): Omit<RuleRow<TableFacts>, 'ground'> => ({
  id: 'TableThrottled',
  severity: Severity.P2,
  metrics: ({ indexes }) => throttlesOf(indexes, withTable),
  expression: ({ indexes }) => `SUM([${Object.keys(throttlesOf(indexes, withTable)).join(', ')}])`,
  label: 'Throttled reads and writes',
  unit: 'count',
  periodMinutes: 5,
  datapoints: [3, 5],
  is: '>=',
  threshold: 1,
  why: 'DynamoDB throttles reads or writes of the table or of an index.',
  steps: [
    'Look for a hot partition key.',
    'Raise its capacity or its maximum; a throttled index also throttles writes to the table.',
  ],
  source: 'Measured. Three separate windows: bursts while DynamoDB scales touch two at most.',
});

/** What most applications call. More operations would need more than ten metrics. */
const OPERATIONS = ['GetItem', 'PutItem', 'Query', 'UpdateItem', 'DeleteItem'];

export const TABLE_RULES = documentedBy<TableFacts>('amazondynamodb/latest/developerguide/metrics-dimensions.html', [
  throttled(true),
  {
    id: 'TableSystemErrors',
    severity: Severity.P2,
    metrics: Object.fromEntries(
      OPERATIONS.map((Operation, i) => [`e${i}`, dynamodb('SystemErrors', 'Sum', { Operation })]),
    ),
    expression: `SUM([${OPERATIONS.map((_, i) => `e${i}`).join(', ')}])`,
    label: 'Errors inside DynamoDB',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [3, 5],
    is: '>=',
    threshold: 1,
    off: true,
    why: 'DynamoDB returns server errors.',
    steps: ['Look at the AWS Health Dashboard.', 'Check that clients retry with jitter.'],
    source:
      'Single ones are tried again by the SDK, lasting ones are errors of the callers; it costs five metrics a table, hence off.',
  },
]);

/** For indexes that no longer fit beside their table. */
export const INDEX_RULES = documentedBy<TableFacts>('amazondynamodb/latest/developerguide/metrics-dimensions.html', [
  throttled(false),
]);
