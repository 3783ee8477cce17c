import type { Query } from './model';

/**
 * Alarms ignore missing data by default if all of their metrics, unused ones included, are of DynamoDB. An explicit setting wins; both
 * were captured natively, although the reference of `PutMetricAlarm` says that such alarms ignore missing data whatever they say.
 */
export const readsOnlyDynamoDb = (queries: readonly Query[]): boolean => {
  const metrics = queries.flatMap(({ metric }) => metric ?? []);
  return metrics.length > 0 && metrics.every(({ namespace }) => namespace === 'AWS/DynamoDB');
};
