import { Stack } from 'aws-cdk-lib';
import type { CfnGlobalTable, CfnTable, ITable, ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { type Chart, type Charts, type Line, NO_CHARTS } from '../../dashboards/chart';
import type { Part } from '../../dashboards/part';
import { GLOBAL_TABLE, TABLE } from '../../resources/table';
import { STREAM_CONSUMER_RULES } from '../../rules/function-rules';
import { metricsOf } from '../../rules/metrics-of';
import { candidates, type MetricStatistic } from '../../rules/rule';
import { INDEX_RULES, TABLE_RULES } from '../../rules/table-rules';
import { listIn } from '../../tree/inspect';
import { consoleUrl } from './console';
import { consumersOf, functionParts } from './function';
import { type Registration, register } from './registration';
import type { WatchContext } from './watch-context';

const dynamodb = metricsOf('AWS/DynamoDB');

// one alarm reads ten metrics: two of the table and two of each of four indexes, then two of each of five
const INDEXES_WITH_TABLE = 4;
const INDEXES_ALONE = 5;

/** A table with all of its indexes, in as few parts as ten metrics per alarm allow. */
function tableParts(table: ITable | ITableV2, resource: CfnTable | CfnGlobalTable | undefined): Part[] {
  const indexes = resource === undefined ? [] : indexesOf(resource);
  const name = resource?.ref ?? table.tableName;
  const common = { stack: Stack.of(table), dimensions: { TableName: name } };
  const main: Part = {
    ...common,
    id: '',
    rules: candidates(TABLE_RULES, { indexes: indexes.slice(0, INDEXES_WITH_TABLE) }),
    charts: tableCharts(indexes),
    consoleUrl: resource && consoleUrl(resource, `dynamodbv2/home#table?name=${resource.ref}`),
  };
  return [main, ...indexParts(indexes.slice(INDEXES_WITH_TABLE), common)];
}

function indexParts(indexes: readonly string[], common: Pick<Part, 'stack' | 'dimensions'>): Part[] {
  if (indexes.length === 0) return [];
  const [own, others] = [indexes.slice(0, INDEXES_ALONE), indexes.slice(INDEXES_ALONE)];
  const label = `Indexes-${own[0]}`;
  const part = {
    ...common,
    id: label,
    label,
    rules: candidates(INDEX_RULES, { indexes: own }),
    charts: NO_CHARTS,
  };
  return [part, ...indexParts(others, common)];
}

function indexesOf(table: CfnTable | CfnGlobalTable): string[] {
  const indexes = listIn<{ indexName?: unknown }>(table.globalSecondaryIndexes, table);
  return indexes.flatMap(({ indexName }) => (typeof indexName === 'string' ? [indexName] : [])).sort();
}

const reads: Line = {
  label: 'Reads',
  means: 'traffic',
  metrics: { m: dynamodb('ConsumedReadCapacityUnits', 'Sum') },
};
const writes: Line = {
  label: 'Writes',
  means: 'traffic',
  metrics: { m: dynamodb('ConsumedWriteCapacityUnits', 'Sum') },
};
const throttledReads: Line = {
  label: 'Throttled reads',
  means: 'throttle',
  metrics: { m: dynamodb('ReadThrottleEvents', 'Sum') },
};
const throttledWrites: Line = {
  label: 'Throttled writes',
  means: 'throttle',
  metrics: { m: dynamodb('WriteThrottleEvents', 'Sum') },
};
/** DynamoDB measures latency by operation only. */
const latencyOf = (Operation: string): Line => ({
  label: Operation,
  means: 'p50',
  metrics: { m: dynamodb('SuccessfulRequestLatency', 'Average', { Operation }) },
});

/** An index is throttled by itself, and then refuses writes to its table. */
const throttlesOf = (GlobalSecondaryIndexName: string): Chart => ({
  title: 'index throttles',
  left: {
    unit: 'Count',
    lines: [throttledReads, throttledWrites].map(({ metrics: { m }, label, means }) => ({
      label: `${GlobalSecondaryIndexName}: ${label.toLowerCase()}`,
      means,
      metrics: { m: { ...(m as MetricStatistic), dimensions: { GlobalSecondaryIndexName } } },
    })),
  },
});

/** Throttles beside the load that causes them. */
const tableCharts = (indexes: readonly string[]): Charts => ({
  numbers: [
    { ...reads, label: 'Read units in 5 min' },
    { ...writes, label: 'Write units in 5 min' },
    throttledReads,
    throttledWrites,
  ],
  symptoms: [
    {
      title: 'throttles, capacity units',
      left: { unit: 'Count', lines: [throttledReads, throttledWrites] },
      right: { unit: 'Count', lines: [reads, writes] },
    },
    {
      title: 'average latency',
      left: { unit: 'ms', lines: ['GetItem', 'Query', 'PutItem', 'UpdateItem'].map(latencyOf) },
    },
  ],
  causes: indexes.map(throttlesOf),
});

type AnyTable = CfnTable | CfnGlobalTable;

/** DynamoDB keeps the records of a stream for a day. */
const RETENTION_HOURS = 24;

/** The functions that read its stream. */
function readersOf(source: ITable | ITableV2, table: AnyTable | undefined, { graph }: WatchContext): CfnFunction[] {
  if (table !== undefined) return consumersOf(table, graph);
  const { tableStreamArn } = source;
  return tableStreamArn === undefined ? [] : consumersOf({ id: tableStreamArn, scope: source }, graph);
}

/** Watches a table, and the functions that read its stream. */
const PARTS: Pick<Registration<ITable | ITableV2, AnyTable>, 'component' | 'parts'> = {
  component: 'Database',
  parts: ({ source, resource: table }, context) => [
    ...tableParts(source, table),
    ...functionParts(readersOf(source, table, context), context, STREAM_CONSUMER_RULES, {
      retentionHours: RETENTION_HOURS,
    }),
  ],
};

export const TABLES = register<ITable, CfnTable>({ ...PARTS, data: TABLE, attribute: 'tableName' });
export const GLOBAL_TABLES = register<ITableV2, CfnGlobalTable>({
  ...PARTS,
  data: GLOBAL_TABLE,
  attribute: 'tableName',
});
