import type { AttributeValue, ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type Key, PARTITION_KEY } from '../../../lib/contracts/notifier-table';
import { call, lazyClient, ONCE } from './clients';
import { failureOf } from './errors';
import { fromItem, type Item, toItem } from './items';

/** A publication to SNS with a text for each protocol. */
export interface Publication {
  readonly topicArn: string;
  readonly subject: string;
  readonly texts: Readonly<Record<string, string>>;
  /** Of several values, a subscriber's filter needs one. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

/** An index of the table. */
export interface Index {
  readonly name: string;
  readonly partitionKey: string;
}

/** What became of a write. */
export interface Written {
  readonly isWritten: boolean;
  /** What is there instead of it, if anything is. */
  readonly found?: Item;
}

/** All that the notifier asks of AWS. */
export interface Aws {
  /** @param tableName of another table - @default - the own one */
  getItem(key: Key, tableName?: string): Promise<Item | undefined>;
  /**
   * Writes an item, unless another one is there than is expected.
   *
   * @param replaces attributes of the item that is to be replaced; undefined: there must be none
   */
  putItem(item: Item & Key, replaces: Item | undefined): Promise<Written>;
  secret(arn: string): Promise<string>;
  publish(publication: Publication): Promise<void>;
  /** Loads what {@link publish} needs. */
  loadPublisher?(): void;
  /** All items of a partition, of the table or of an index. */
  itemsOf(partition: string, index?: Index): Promise<readonly Item[]>;
  /** @param delaySeconds at most 900 */
  sendMessage(
    queueUrl: string,
    body: string,
    attributes: Readonly<Record<string, string>>,
    delaySeconds?: number,
  ): Promise<void>;
  /** Makes a message of a queue visible again after some seconds. */
  delayMessage(queueUrl: string, receiptHandle: string, seconds: number): Promise<void>;
  /** What CloudWatch says of metric alarms, by name: of those that exist. */
  describeAlarms(region: string | undefined, names: readonly string[]): Promise<readonly object[]>;
  /** Whether a mute rule holds for an alarm now. */
  isMuted(alarm: string): Promise<boolean>;
  drawGraph(region: string, widget: string): Promise<Uint8Array>;
  /** Keeps a picture and returns a link to it that ends after some seconds. */
  storePicture(bucket: string, key: string, picture: Uint8Array, seconds: number): Promise<string>;
}

/** Of a megabyte each. */
const MOST_PAGES = 20;

type DynamoDb = typeof import('@aws-sdk/client-dynamodb');
type Sns = typeof import('@aws-sdk/client-sns');
type Sqs = typeof import('@aws-sdk/client-sqs');
type SecretsManager = typeof import('@aws-sdk/client-secrets-manager');
type CloudWatch = typeof import('@aws-sdk/client-cloudwatch');
type S3 = typeof import('@aws-sdk/client-s3');

export const lazyDynamoDb = () =>
  lazyClient(
    (): DynamoDb => require('@aws-sdk/client-dynamodb'),
    (sdk, options) => new sdk.DynamoDB(options),
  );
export const lazyCloudWatch = () =>
  lazyClient(
    (): CloudWatch => require('@aws-sdk/client-cloudwatch'),
    (sdk, options) => new sdk.CloudWatch(options),
  );

/** AWS by its SDK. */
export function awsBySdk(TableName: string): Aws {
  const dynamoDb = lazyDynamoDb();
  const cloudWatch = lazyCloudWatch();
  const sns = lazyClient(
    (): Sns => require('@aws-sdk/client-sns'),
    (sdk, options) => new sdk.SNS(options),
    // what is published twice arrives twice
    ONCE,
  );
  const sqs = lazyClient(
    (): Sqs => require('@aws-sdk/client-sqs'),
    (sdk, options) => new sdk.SQS(options),
  );
  const secretsManager = lazyClient(
    (): SecretsManager => require('@aws-sdk/client-secrets-manager'),
    (sdk, options) => new sdk.SecretsManager(options),
  );
  const loadS3 = (): S3 => require('@aws-sdk/client-s3');
  const s3 = lazyClient(loadS3, (sdk, options) => new sdk.S3(options));

  return {
    async getItem(key, tableName = TableName) {
      const input = { TableName: tableName, Key: toItem({ ...key }), ConsistentRead: true };
      const { Item } = await call('GetItem', () => dynamoDb().getItem(input));
      return Item && fromItem(Item);
    },

    async putItem(item, replaces) {
      const condition = replaces === undefined ? ABSENT : equalTo(replaces);
      try {
        await dynamoDb().putItem({ TableName, Item: toItem(item), ...condition, ...WITH_FOUND });
        return { isWritten: true };
      } catch (error) {
        const { name, Item } = error as Partial<ConditionalCheckFailedException>;
        if (name !== 'ConditionalCheckFailedException') throw failureOf('PutItem', error);
        return { isWritten: false, found: Item && fromItem(Item) };
      }
    },

    async itemsOf(partition, index) {
      const items: Item[] = [];
      let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
      for (let page = 0; page < MOST_PAGES; page++) {
        const input = {
          TableName,
          IndexName: index?.name,
          // an index has no other reading
          ConsistentRead: index === undefined,
          KeyConditionExpression: '#key = :key',
          ExpressionAttributeNames: { '#key': index?.partitionKey ?? PARTITION_KEY },
          ExpressionAttributeValues: toItem({ ':key': partition }),
          ExclusiveStartKey,
        };
        const { Items = [], LastEvaluatedKey } = await call('Query', () => dynamoDb().query(input));
        items.push(...Items.map(fromItem));
        ExclusiveStartKey = LastEvaluatedKey;
        if (ExclusiveStartKey === undefined) break;
      }
      return items;
    },

    async secret(SecretId) {
      const { SecretString = '' } = await call('GetSecretValue', () => secretsManager().getSecretValue({ SecretId }));
      return SecretString;
    },

    loadPublisher: () => void sns(),

    async publish({ topicArn: TopicArn, subject: Subject, texts, attributes }) {
      const MessageAttributes = inAttributes(attributes);
      const Message = JSON.stringify(texts);
      const input = { TopicArn, Subject, MessageStructure: 'json', Message, MessageAttributes };
      await call('Publish', () => sns().publish(input));
    },

    async sendMessage(QueueUrl, MessageBody, attributes, DelaySeconds) {
      const MessageAttributes = inAttributes(attributes);
      await call('SendMessage', () => sqs().sendMessage({ QueueUrl, MessageBody, MessageAttributes, DelaySeconds }));
    },

    async delayMessage(QueueUrl, ReceiptHandle, VisibilityTimeout) {
      const input = { QueueUrl, ReceiptHandle, VisibilityTimeout };
      await call('ChangeMessageVisibility', () => sqs().changeMessageVisibility(input));
    },

    async describeAlarms(region, names) {
      const input = { AlarmNames: [...names], AlarmTypes: ['MetricAlarm' as const], MaxRecords: names.length };
      const { MetricAlarms = [] } = await call('DescribeAlarms', () => cloudWatch(region).describeAlarms(input));
      return MetricAlarms;
    },

    async isMuted(AlarmName) {
      const input = { AlarmName, Statuses: ['ACTIVE' as const] };
      const { AlarmMuteRuleSummaries = [] } = await call('ListAlarmMuteRules', () =>
        cloudWatch().listAlarmMuteRules(input),
      );
      return AlarmMuteRuleSummaries.length > 0;
    },

    async drawGraph(region, MetricWidget) {
      const work = () => cloudWatch(region).getMetricWidgetImage({ MetricWidget });
      const { MetricWidgetImage } = await call('GetMetricWidgetImage', work);
      return MetricWidgetImage ?? new Uint8Array();
    },

    async storePicture(Bucket, Key, Body, expiresIn) {
      await call('PutObject', () => s3().putObject({ Bucket, Key, Body, ContentType: 'image/png' }));
      const { getSignedUrl } =
        require('@aws-sdk/s3-request-presigner') as typeof import('@aws-sdk/s3-request-presigner');
      const { GetObjectCommand } = loadS3();
      return getSignedUrl(s3(), new GetObjectCommand({ Bucket, Key }), { expiresIn });
    },
  };
}

/** Costs no reading, and is as current as one. */
const WITH_FOUND = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
const ABSENT = { ConditionExpression: `attribute_not_exists(${PARTITION_KEY})` };

export function equalTo(attributes: Item) {
  const names = Object.keys(attributes);
  const values = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`:${name}`, value]));
  return {
    ConditionExpression: names.map((name) => `#${name} = :${name}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: toItem(values),
  };
}

const inAttributes = (attributes: Readonly<Record<string, string | readonly string[]>>) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'string'
        ? { DataType: 'String', StringValue: value }
        : { DataType: 'String.Array', StringValue: JSON.stringify(value) },
    ]),
  );
