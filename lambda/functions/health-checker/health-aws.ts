import type { FunctionAnswer } from '../../../lib/contracts/health-checks';
import type { Key } from '../../../lib/contracts/notifier-table';
import { type Aws, awsBySdk, equalTo, lazyCloudWatch, lazyDynamoDb } from '../../shared/aws/aws';
import { call, lazyClient, ONCE } from '../../shared/aws/clients';
import { isAwsError } from '../../shared/aws/errors';
import { type Item, toItem } from '../../shared/aws/items';
import { atMost } from './at-most';

/** All that health checks ask of AWS. */
export interface HealthAws extends Pick<Aws, 'getItem' | 'putItem' | 'itemsOf' | 'secret' | 'sendMessage'> {
  /** @param holds attributes of the item; one that differs is left alone */
  deleteItem(key: Key, holds: Item): Promise<void>;
  /** The beginning of the newest minute that a metric has data in, in milliseconds since 1970. */
  newestDatapoint(
    metric: DatapointsOf,
    span: { readonly from: number; readonly to: number },
  ): Promise<number | undefined>;
  /** Invokes a function and waits for its answer. */
  invoke(name: string, payload: unknown, options: InvokeOptions): Promise<FunctionAnswer>;
}

export interface DatapointsOf {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface InvokeOptions {
  /** @default - that of the caller */
  readonly region?: string;
  readonly signal: AbortSignal;
}

type Lambda = typeof import('@aws-sdk/client-lambda');

/** At the end of a round, hundreds of states are written: with a connection for each, some would not be made in time. */
const MOST_WRITES = 20;

/** A check decides itself how long it waits, and when it runs again. */
const PATIENT = { ...ONCE, requestHandler: { ...ONCE.requestHandler, requestTimeout: 300_000 } };

/** AWS by its SDK. */
export function healthAwsBySdk(TableName: string): HealthAws {
  const aws = awsBySdk(TableName);
  const dynamoDb = lazyDynamoDb();
  const cloudWatch = lazyCloudWatch();
  const writes = atMost(MOST_WRITES);
  const lambda = lazyClient(
    (): Lambda => require('@aws-sdk/client-lambda'),
    (sdk, options) => new sdk.Lambda(options),
    PATIENT,
  );
  return {
    ...aws,
    putItem: (...input) => writes(() => aws.putItem(...input)),

    async deleteItem(key, holds) {
      const input = { TableName, Key: toItem({ ...key }), ...equalTo(holds) };
      try {
        await call('DeleteItem', () => dynamoDb().deleteItem(input));
      } catch (failure) {
        if (!isAwsError(failure, 'ConditionalCheckFailedException')) throw failure;
      }
    },

    async newestDatapoint({ namespace, name, dimensions }, { from, to }) {
      const Metric = {
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      };
      const { MetricDataResults = [] } = await call('GetMetricData', () =>
        cloudWatch().getMetricData({
          MetricDataQueries: [{ Id: 'newest', MetricStat: { Metric, Period: 60, Stat: 'SampleCount' } }],
          StartTime: new Date(from),
          EndTime: new Date(to),
          ScanBy: 'TimestampDescending',
        }),
      );
      return MetricDataResults[0]?.Timestamps?.[0]?.getTime();
    },

    async invoke(FunctionName, payload, { region, signal }) {
      const input = { FunctionName, Payload: Buffer.from(JSON.stringify(payload ?? {})) };
      const work = () => lambda(region).invoke(input, { abortSignal: signal });
      const { Payload, FunctionError } = await call('Invoke', work);
      const body = Payload === undefined ? '' : Buffer.from(Payload).toString();
      return FunctionError === undefined ? { body } : { body, error: FunctionError };
    },
  };
}
