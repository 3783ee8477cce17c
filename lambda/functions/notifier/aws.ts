import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsFailure } from './failure';

/** An item of the table: all of its attributes are texts or numbers. */
export type Item = Readonly<Record<string, string | number>>;

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** The version that an item must have to be replaced; undefined: there must be none. */
export type Version = Readonly<Record<string, string | number>> | undefined;

/** A publication to SNS with a text for each protocol. */
export interface Publication {
  readonly topicArn: string;
  readonly subject: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
}

/** All that the notifier asks of AWS. */
export interface Aws {
  getItem(key: Key): Promise<Item | undefined>;
  /** @returns whether the item was written: not if another version is there */
  putItem(item: Item & Key, replaces: Version): Promise<boolean>;
  deleteItem(key: Key): Promise<void>;
  secret(arn: string): Promise<string>;
  publish(publication: Publication): Promise<void>;
  sendMessage(queueUrl: string, body: string, attributes: Readonly<Record<string, string>>): Promise<void>;
  /** Makes a message of a queue visible again after some seconds. */
  delayMessage(queueUrl: string, receiptHandle: string, seconds: number): Promise<void>;
  drawGraph(region: string, widget: string): Promise<Uint8Array>;
  /** Keeps a picture and returns a link to it that ends after some seconds. */
  storePicture(bucket: string, key: string, picture: Uint8Array, seconds: number): Promise<string>;
}

/** Fails fast, so that the notifier decides what to do with its time. */
const OPTIONS = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
} as const;

const toItem = (item: Item): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, typeof value === 'number' ? { N: `${value}` } : { S: value }]),
  );
const fromItem = (item: Record<string, AttributeValue>): Item =>
  Object.fromEntries(Object.entries(item).map(([name, { N, S }]) => [name, N === undefined ? (S ?? '') : Number(N)]));

const once = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
};

async function telling<T>(doing: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw awsFailure(doing, error);
  }
}

/** AWS by its SDK, which the Lambda runtime brings. A client is loaded when it is first used. */
export function awsBySdk(tableName: string): Aws {
  const dynamo = once(async () => {
    const { DynamoDBClient, ...commands } = await import('@aws-sdk/client-dynamodb');
    return { client: new DynamoDBClient(OPTIONS) as DynamoDBClient, ...commands };
  });
  const sns = once(async () => {
    const { SNSClient, PublishCommand } = await import('@aws-sdk/client-sns');
    return { client: new SNSClient(OPTIONS), PublishCommand };
  });
  const sqs = once(async () => {
    const { SQSClient, SendMessageCommand, ChangeMessageVisibilityCommand } = await import('@aws-sdk/client-sqs');
    return { client: new SQSClient(OPTIONS), SendMessageCommand, ChangeMessageVisibilityCommand };
  });
  const secrets = once(async () => {
    const { SecretsManagerClient, GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
    return { client: new SecretsManagerClient(OPTIONS), GetSecretValueCommand };
  });
  const TableName = tableName;

  return {
    async getItem(key) {
      const { client, GetItemCommand } = await dynamo();
      const command = new GetItemCommand({ TableName, Key: toItem({ ...key }), ConsistentRead: true });
      const { Item } = await telling('Reading the table', client.send(command));
      return Item && fromItem(Item);
    },

    async putItem(item, replaces) {
      const { client, PutItemCommand } = await dynamo();
      const names = Object.keys(replaces ?? {});
      const condition =
        replaces === undefined
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: names.map((name) => `#${name} = :${name}`).join(' AND '),
              ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
              ExpressionAttributeValues: toItem(
                Object.fromEntries(names.map((name) => [`:${name}`, replaces[name] ?? ''])),
              ),
            };
      try {
        await client.send(new PutItemCommand({ TableName, Item: toItem(item), ...condition }));
        return true;
      } catch (error) {
        if ((error as Error).name === 'ConditionalCheckFailedException') return false;
        throw awsFailure('Writing to the table', error);
      }
    },

    async deleteItem(key) {
      const { client, DeleteItemCommand } = await dynamo();
      const command = new DeleteItemCommand({ TableName, Key: toItem({ ...key }) });
      await telling('Deleting from the table', client.send(command));
    },

    async secret(arn) {
      const { client, GetSecretValueCommand } = await secrets();
      const value = await telling('Reading the secret', client.send(new GetSecretValueCommand({ SecretId: arn })));
      return value.SecretString ?? '';
    },

    async publish({ topicArn, subject, texts, attributes }) {
      const { client, PublishCommand } = await sns();
      const command = new PublishCommand({
        TopicArn: topicArn,
        Subject: subject,
        MessageStructure: 'json',
        Message: JSON.stringify(texts),
        MessageAttributes: inAttributes(attributes),
      });
      await telling('Publishing to the alerts topic', client.send(command));
    },

    async sendMessage(queueUrl, body, attributes) {
      const { client, SendMessageCommand } = await sqs();
      const MessageAttributes = inAttributes(attributes);
      const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageAttributes });
      await telling('Sending to the dead-letter queue', client.send(command));
    },

    async delayMessage(queueUrl, receiptHandle, seconds) {
      const { client, ChangeMessageVisibilityCommand } = await sqs();
      const command = new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      });
      await telling('Delaying the message', client.send(command));
    },

    async drawGraph(region, widget) {
      const { CloudWatchClient, GetMetricWidgetImageCommand } = await import('@aws-sdk/client-cloudwatch');
      const client = new CloudWatchClient({ ...OPTIONS, region });
      const { MetricWidgetImage } = await client.send(new GetMetricWidgetImageCommand({ MetricWidget: widget }));
      return MetricWidgetImage ?? new Uint8Array();
    },

    async storePicture(bucket, key, picture, seconds) {
      const { S3Client, PutObjectCommand, GetObjectCommand } = await import('@aws-sdk/client-s3');
      const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
      const client = new S3Client(OPTIONS);
      const object = { Bucket: bucket, Key: key };
      await client.send(new PutObjectCommand({ ...object, Body: picture, ContentType: 'image/png' }));
      return getSignedUrl(client, new GetObjectCommand(object), { expiresIn: seconds });
    },
  };
}

const inAttributes = (attributes: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );
