import { Stack } from 'aws-cdk-lib';
import type { CfnGlobalTable, CfnTable, ITable, ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Line } from '../../dashboards/line';
import type { Part } from '../../dashboards/part';
import { GLOBAL_TABLE, TABLE } from '../../resources/table';
import { STREAM_CONSUMER_RULES } from '../../rules/function-rules';
import { metricsOf } from '../../rules/metrics-of';
import { candidates } from '../../rules/rule';
import { INDEX_RULES, TABLE_RULES } from '../../rules/table-rules';
import { listIn } from '../../tree/inspect';
import { consoleUrl } from './console';
import { consumersOf, functionParts } from './function';
import { type Registration, register } from './registration';

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
    graphs: { what: LINES, why: [] },
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
    graphs: { what: [], why: [] },
  };
  return [part, ...indexParts(others, common)];
}

function indexesOf(table: CfnTable | CfnGlobalTable): string[] {
  const indexes = listIn<{ indexName?: unknown }>(table.globalSecondaryIndexes, table);
  return indexes.flatMap(({ indexName }) => (typeof indexName === 'string' ? [indexName] : [])).sort();
}

/** Throttles beside the load that causes them. */
const LINES: readonly Line[] = [
  { label: 'Reads throttled', metrics: { m: dynamodb('ReadThrottleEvents', 'Sum') } },
  { label: 'Writes throttled', metrics: { m: dynamodb('WriteThrottleEvents', 'Sum') } },
  { label: 'Read units', metrics: { m: dynamodb('ConsumedReadCapacityUnits', 'Sum') }, axis: 'right' },
  { label: 'Write units', metrics: { m: dynamodb('ConsumedWriteCapacityUnits', 'Sum') }, axis: 'right' },
];

type AnyTable = CfnTable | CfnGlobalTable;

/** DynamoDB keeps the records of a stream for a day. */
const RETENTION_HOURS = 24;

/** Watches a table, and the functions that read its stream. */
const PARTS: Pick<Registration<ITable | ITableV2, AnyTable>, 'component' | 'parts'> = {
  component: 'Database',
  parts: ({ source, resource: table }, context) => [
    ...tableParts(source, table),
    ...(table === undefined
      ? []
      : functionParts(consumersOf(table, context.graph), context, STREAM_CONSUMER_RULES, {
          retentionHours: RETENTION_HOURS,
        })),
  ],
};

export const TABLES = register<ITable, CfnTable>({ ...PARTS, data: TABLE, attribute: 'tableName' });
export const GLOBAL_TABLES = register<ITableV2, CfnGlobalTable>({
  ...PARTS,
  data: GLOBAL_TABLE,
  attribute: 'tableName',
});
