import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { EXPIRES_AT, OPEN_INDEX, PARTITION_KEY, SORT_KEY } from '../contracts/notifier-table';
import { acknowledge } from '../tree/newer-cdk';

const INDEX_OF_OPEN_INCIDENTS = {
  indexName: OPEN_INDEX.name,
  partitionKey: { name: OPEN_INDEX.partitionKey, type: AttributeType.STRING },
  sortKey: { name: OPEN_INDEX.sortKey, type: AttributeType.NUMBER },
};

/**
 * The table of deliveries and incidents.
 *
 * @param tableName by which `vigil alert-test` finds it
 */
export const notifierTable = (notifier: Construct, tableName: string, hasIncidents: boolean): TableV2 =>
  new TableV2(notifier, 'Table', {
    tableName,
    partitionKey: { name: PARTITION_KEY, type: AttributeType.STRING },
    sortKey: { name: SORT_KEY, type: AttributeType.STRING },
    ...(hasIncidents && { globalSecondaryIndexes: [INDEX_OF_OPEN_INCIDENTS] }),
    timeToLiveAttribute: EXPIRES_AT,
    encryption: TableEncryptionV2.awsManagedKey(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    // deliveries matter for days only
    removalPolicy: RemovalPolicy.DESTROY,
  });

/** The bucket of the pictures that chats show. */
export function graphsBucket(notifier: Construct): Bucket {
  const bucket = new Bucket(notifier, 'Graphs', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(1) }],
    // one with a picture in it could not be deleted with the stack; a day later it is empty
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const reason = 'It holds pictures of metrics for a day.';
  acknowledge(bucket, 'AwsSolutions-S1', reason);
  return bucket;
}
