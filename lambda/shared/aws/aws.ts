import { type Key, PARTITION_KEY } from '../../../lib/contracts/notifier-table';
import { awsFailure } from '../failure';

/** An item of the table: all of its attributes are texts or numbers. */
export type Item = Readonly<Record<string, string | number>>;

/** A publication to SNS with a text for each protocol. */
export interface Publication {
  readonly topicArn: string;
  readonly subject: string;
  readonly texts: Readonly<Record<string, string>>;
  /** Of several values, a subscriber's filter needs one. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

/** All that the notifier asks of AWS. */
export interface Aws {
  getItem(key: Key): Promise<Item | undefined>;
  /**
   * @param replaces attributes of the item that is to be replaced; undefined: there must be none
   * @returns whether the item was written: not if another one is there
   */
  putItem(item: Item & Key, replaces: Item | undefined): Promise<boolean>;
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
  requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
};
/**
 * What is published twice is told twice, so nothing is repeated; and a connection that was kept while the function slept may be
 * dead, so none is.
 */
const ONCE = {
  ...OPTIONS,
  maxAttempts: 1,
  requestHandler: { ...OPTIONS.requestHandler, httpAgent: { keepAlive: false }, httpsAgent: { keepAlive: false } },
};

// their constructors are found by name, for each client has the same two
// biome-ignore lint/suspicious/noExplicitAny: their types differ in all but this
type Sdk = any;

/** The clients are loaded when they are first used: the Lambda runtime brings them. */
export const MODULES = {
  DynamoDB: (): Sdk => require('@aws-sdk/client-dynamodb'),
  SNS: (): Sdk => require('@aws-sdk/client-sns'),
  SQS: (): Sdk => require('@aws-sdk/client-sqs'),
  SecretsManager: (): Sdk => require('@aws-sdk/client-secrets-manager'),
  CloudWatch: (): Sdk => require('@aws-sdk/client-cloudwatch'),
  S3: (): Sdk => require('@aws-sdk/client-s3'),
};
interface Open {
  readonly client: Sdk;
  readonly sdk: Sdk;
}

/** Calls AWS by the clients of its SDK. */
export function callerOf<Service extends string>(modules: Readonly<Record<Service, () => Sdk>>) {
  const opened = new Map<string, Open>();
  const open = (service: Service, region?: string): Open => {
    const key = `${service} ${region}`;
    const known = opened.get(key);
    if (known !== undefined) return known;
    const sdk = modules[service]();
    const client = { sdk, client: new sdk[`${service}Client`]({ ...(service === 'SNS' ? ONCE : OPTIONS), region }) };
    opened.set(key, client);
    return client;
  };
  const call = async (service: Service, action: string, input: object, region?: string): Promise<Sdk> => {
    const { client, sdk } = open(service, region);
    try {
      return await client.send(new sdk[`${action}Command`](input));
    } catch (error) {
      throw awsFailure(action, error);
    }
  };
  return { open, call };
}

/** AWS by its SDK. */
export function awsBySdk(TableName: string, { open, call } = callerOf(MODULES)): Aws {
  return {
    async getItem(key) {
      const { Item } = await call('DynamoDB', 'GetItem', { TableName, Key: toItem({ ...key }), ConsistentRead: true });
      return Item && fromItem(Item);
    },

    async putItem(item, replaces) {
      const names = Object.keys(replaces ?? {});
      const condition = replaces && {
        ConditionExpression: names.map((name) => `#${name} = :${name}`).join(' AND '),
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: toItem(
          Object.fromEntries(Object.entries(replaces).map(([name, value]) => [`:${name}`, value])),
        ),
      };
      try {
        const absent = { ConditionExpression: `attribute_not_exists(${PARTITION_KEY})` };
        await call('DynamoDB', 'PutItem', { TableName, Item: toItem(item), ...(condition ?? absent) });
        return true;
      } catch (error) {
        if (/ConditionalCheckFailed/.test(`${error}`)) return false;
        throw error;
      }
    },

    async secret(arn) {
      return (await call('SecretsManager', 'GetSecretValue', { SecretId: arn })).SecretString ?? '';
    },

    async publish({ topicArn, subject, texts, attributes }) {
      const Message = JSON.stringify(texts);
      const MessageAttributes = inAttributes(attributes);
      const form = { MessageStructure: 'json', Message, MessageAttributes };
      await call('SNS', 'Publish', { TopicArn: topicArn, Subject: subject, ...form });
    },

    async sendMessage(QueueUrl, MessageBody, attributes) {
      await call('SQS', 'SendMessage', { QueueUrl, MessageBody, MessageAttributes: inAttributes(attributes) });
    },

    async delayMessage(QueueUrl, ReceiptHandle, VisibilityTimeout) {
      await call('SQS', 'ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout });
    },

    async drawGraph(region, MetricWidget) {
      return (await call('CloudWatch', 'GetMetricWidgetImage', { MetricWidget }, region)).MetricWidgetImage;
    },

    async storePicture(Bucket, Key, Body, expiresIn) {
      await call('S3', 'PutObject', { Bucket, Key, Body, ContentType: 'image/png' });
      const { getSignedUrl } =
        require('@aws-sdk/s3-request-presigner') as typeof import('@aws-sdk/s3-request-presigner');
      const { client, sdk } = open('S3');
      return getSignedUrl(client, new sdk.GetObjectCommand({ Bucket, Key }), { expiresIn });
    },
  };
}

export const toItem = (item: Item) =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, typeof value === 'number' ? { N: `${value}` } : { S: value }]),
  );

export const fromItem = (item: Readonly<Record<string, { readonly S?: string; readonly N?: string }>>): Item =>
  Object.fromEntries(Object.entries(item).map(([name, { N, S }]) => [name, N === undefined ? (S ?? '') : Number(N)]));

const inAttributes = (attributes: Readonly<Record<string, string | readonly string[]>>) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'string'
        ? { DataType: 'String', StringValue: value }
        : { DataType: 'String.Array', StringValue: JSON.stringify(value) },
    ]),
  );
