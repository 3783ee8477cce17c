import type { Query } from './model';

/**
 * Alarms on metrics of DynamoDB ignore missing data unless they say otherwise. Whether they may say otherwise is told differently
 * by AWS: by the user guide they may, by the reference of `PutMetricAlarm` they may not. Here they may.
 */
export const readsDynamoDb = (queries: readonly Query[]): boolean =>
  queries.some(({ metric }) => metric?.namespace === 'AWS/DynamoDB');
