import type { PartnerMetrics } from '../../lib/catalogue';
import type { Measurements } from './typed';

/** The customer of a partner whose synchronisation ended. */
export interface SyncedCustomer {
  readonly partner: string;
  readonly customerId: string;
}

/** What is known of a customer's synchronisations. */
export interface SyncHistory {
  /** The number of consecutive failures, including the newest synchronisation if it failed; if it did not, how many it ended. */
  readonly failures: number;
  /** Seconds since the last one succeeded; if none has, since the first was seen. */
  readonly ageSeconds: number;
}

/**
 * Records that a synchronisation has failed or succeeded.
 *
 * @returns the history of the customer, with this one in it
 */
export type RecordSync = (customer: SyncedCustomer, success: boolean) => SyncHistory | PromiseLike<SyncHistory>;

/** As much of `DynamoDB` of `@aws-sdk/client-dynamodb` as is used. */
export interface SyncTable {
  // biome-ignore-start lint/suspicious/noExplicitAny: the types of the SDK are not needed to run
  updateItem(input: any): PromiseLike<{ Attributes?: any }>;
  query(input: any): PromiseLike<{ Items?: any[]; LastEvaluatedKey?: any }>;
  deleteItem(input: any): PromiseLike<unknown>;
  // biome-ignore-end lint/suspicious/noExplicitAny: as above
}

/** The histories of all customers, in a table that all processes and Lambda sandboxes share. */
export interface SyncStates {
  /** For `partner(op, 'acme', states.record)`. */
  readonly record: RecordSync;
  /** Publishes `SyncAgeSeconds` of all customers, so that it rises also while nothing is synchronised. Run it each minute. */
  publishAges(op: Measurements<never, PartnerMetrics>): Promise<void>;
  /** Forgets a customer who is not synchronised any more. */
  forget(customer: SyncedCustomer): Promise<void>;
}

/** The partition of the table. */
export const SYNCS = 'syncs';

interface Known {
  readonly failures: number;
  /** In milliseconds since 1970. */
  readonly freshAt: number;
}

const inProcess = new Map<string, Known>();
const keyOf = ({ partner, customerId }: SyncedCustomer): string => JSON.stringify([partner, customerId]);
const historyOf = ({ failures, freshAt }: Known, now: number): SyncHistory => ({
  failures,
  ageSeconds: Math.max(0, Math.round((now - freshAt) / 1000)),
});

/** In the memory of this process. */
export const recordInProcess: RecordSync = (customer, success) => {
  const now = Date.now();
  const { failures, freshAt } = inProcess.get(keyOf(customer)) ?? { failures: 0, freshAt: now };
  inProcess.set(keyOf(customer), success ? { failures: 0, freshAt: now } : { failures: failures + 1, freshAt });
  return historyOf(success ? { failures, freshAt: now } : { failures: failures + 1, freshAt }, now);
};

/**
 * Remembers the synchronisations of each customer with each partner in a DynamoDB table with the keys `pk` and `sk`, such as the one
 * of the health checks, for which `grantSyncStates` gives the permission.
 *
 * @param dynamoDb `new DynamoDB({})` of `@aws-sdk/client-dynamodb`
 *
 * @example
 * const states = syncStates(process.env.TABLE_NAME, new DynamoDB({}));
 * await partner(op, 'acme', states.record).sync(customer.id, () => synchronize(customer));
 */
export function syncStates(tableName: string, dynamoDb: SyncTable): SyncStates {
  const TableName = tableName;
  const keyIn = (customer: SyncedCustomer) => ({ pk: { S: SYNCS }, sk: { S: keyOf(customer) } });
  return {
    record: async (customer, success) => {
      const now = Date.now();
      const { Attributes } = await dynamoDb.updateItem({
        TableName,
        Key: keyIn(customer),
        UpdateExpression: success
          ? 'SET freshAt = :now, failures = :count'
          : 'SET freshAt = if_not_exists(freshAt, :now) ADD failures :count',
        ExpressionAttributeValues: { ':now': { N: `${now}` }, ':count': { N: success ? '0' : '1' } },
        ReturnValues: success ? 'ALL_OLD' : 'ALL_NEW',
      });
      const { failures, freshAt } = knownIn(Attributes ?? {}, now);
      return historyOf({ failures, freshAt: success ? now : freshAt }, now);
    },

    publishAges: async (op) => {
      const now = Date.now();
      let ExclusiveStartKey: unknown;
      do {
        const { Items = [], LastEvaluatedKey } = await dynamoDb.query({
          TableName,
          KeyConditionExpression: 'pk = :syncs',
          ExpressionAttributeValues: { ':syncs': { S: SYNCS } },
          ExclusiveStartKey,
        });
        for (const item of Items) {
          const [Partner] = JSON.parse(item.sk.S);
          op.gauge('SyncAgeSeconds', historyOf(knownIn(item, now), now).ageSeconds, { Partner });
        }
        ExclusiveStartKey = LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
    },

    forget: async (customer) => {
      await dynamoDb.deleteItem({ TableName, Key: keyIn(customer) });
    },
  };
}

interface StoredHistory {
  readonly failures?: { readonly N: string };
  readonly freshAt?: { readonly N: string };
}

const knownIn = ({ failures, freshAt }: StoredHistory, now: number): Known => ({
  failures: Number(failures?.N ?? 0),
  freshAt: Number(freshAt?.N ?? now),
});
