import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Value = { S: string } | { N: string };
type Item = Record<string, Value>;
interface Call {
  readonly Key: Item;
  readonly Item: Item;
  readonly Entries: readonly Record<'Source' | 'DetailType' | 'Detail', string>[];
  readonly AttributeNames?: readonly string[];
  readonly Limit: number;
  readonly ExclusiveStartKey?: Item;
  readonly KeyConditionExpression?: string;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Item;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}
type Expression = 'KeyConditionExpression' | 'ConditionExpression' | 'UpdateExpression';

/** As much of DynamoDB, EventBridge and SQS as the handlers use, in memory. What they do not use, it refuses. */
export class LoopbackAws {
  public busRefuses = false;
  public tableRefuses = false;
  /** Messages in the queue that wait, and those that are worked on. */
  public depth = [0, 0];
  readonly #items = new Map<string, Item>();
  readonly #events: Call['Entries'][number][] = [];
  readonly #server = createServer(async (request, response) => {
    const { status, body } = await this.#answer(request);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });

  /** Starts it and points the AWS SDK of this process at it. Import the handlers afterwards. */
  public static async start(): Promise<LoopbackAws> {
    const aws = new LoopbackAws();
    await new Promise<void>((resolve) => aws.#server.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(aws.#server.address() as AddressInfo).port}`;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      TABLE_NAME: 'invoicing',
      BUS_NAME: 'invoicing',
      QUEUE_URL: `${endpoint}/123456789012/invoicing`,
      ENVIRONMENT: 'test',
    });
    return aws;
  }

  public async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** What the bus has taken, as SQS hands it to a consumer of the rule's queue. */
  public get messages(): { messageId: string; body: string }[] {
    return this.#events.map(({ Source, DetailType, Detail }, index) => ({
      messageId: `message-${index}`,
      body: JSON.stringify({ source: Source, 'detail-type': DetailType, detail: JSON.parse(Detail) }),
    }));
  }

  public clear(): void {
    this.#items.clear();
    this.#events.length = 0;
    this.busRefuses = false;
    this.tableRefuses = false;
    this.depth = [0, 0];
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: object }> {
    const call: Call = JSON.parse(await text(request));
    const actions: Record<string, (call: Call) => object> = {
      'DynamoDB_20120810.GetItem': ({ Key }) =>
        this.tableRefuses
          ? refuse(
              'AccessDeniedException',
              'not authorized to read arn:aws:dynamodb:us-east-1:123456789012:table/invoicing',
            )
          : { Item: this.#items.get(keyOf(Key)) },
      'DynamoDB_20120810.PutItem': (put) => this.#write(put, keyOf(put.Item), () => put.Item),
      'DynamoDB_20120810.UpdateItem': (update) =>
        this.#write(update, keyOf(update.Key), (item) => ({ ...update.Key, ...item, ...assignments(update) })),
      'DynamoDB_20120810.Query': (query) => this.#query(query),
      'AWSEvents.PutEvents': ({ Entries }) => this.#putEvents(Entries),
      'AmazonSQS.GetQueueAttributes': ({ AttributeNames = [] }) => ({
        Attributes: Object.fromEntries(AttributeNames.map((name, place) => [name, `${this.depth[place]}`])),
      }),
    };
    const target = String(request.headers['x-amz-target']);
    try {
      return { status: 200, body: (actions[target] ?? refuse('UnknownOperationException', target))(call) };
    } catch (fault) {
      return { status: 400, body: fault as object };
    }
  }

  #write(call: Call, key: string, next: (item: Item | undefined) => Item): object {
    const item = this.#items.get(key);
    if (!holds(call, item)) {
      const shown = call.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? item : undefined;
      refuse('ConditionalCheckFailedException', 'The conditional request failed', shown);
    }
    this.#items.set(key, next(item));
    return {};
  }

  #query(query: Call): object {
    const [, name, value] = match(query, 'KeyConditionExpression', /^(\w+) = (:\w+)$/);
    const position = (item: Item) => ['createdAt', 'pk', 'sk'].map((attribute) => string(item[attribute])).join(' ');
    const found = [...this.#items.values()]
      .filter((item) => string(item[name]) === string(query.ExpressionAttributeValues[value]))
      .filter((item) => query.ExclusiveStartKey === undefined || position(item) < position(query.ExclusiveStartKey))
      .sort((a, b) => (position(a) < position(b) ? 1 : -1));
    const Items = found.slice(0, query.Limit);
    // as DynamoDB does: a full page has a next one, even if nothing is on it
    const { pk, sk, kind, createdAt } = Items.length === query.Limit ? Items[Items.length - 1] : ({} as Item);
    return { Items, LastEvaluatedKey: pk && { pk, sk, kind, createdAt } };
  }

  #putEvents(entries: Call['Entries']): object {
    if (this.busRefuses) {
      const Entries = entries.map(() => ({ ErrorCode: 'InternalFailure', ErrorMessage: 'The bus is down' }));
      return { FailedEntryCount: entries.length, Entries };
    }
    this.#events.push(...entries);
    return { FailedEntryCount: 0, Entries: entries.map((_, index) => ({ EventId: String(index) })) };
  }
}

function refuse(type: string, message: string, Item?: Item): never {
  throw Object.assign(new Error(), { __type: `com.amazonaws#${type}`, message, Item });
}

const string = (value: Value | undefined): string => (value !== undefined && 'S' in value ? value.S : '');
const keyOf = ({ pk, sk }: Item): string => `${string(pk)} ${string(sk)}`;

function match(call: Call, field: Expression, expression: RegExp): RegExpExecArray {
  return expression.exec(call[field] ?? '') ?? refuse('ValidationException', `${field}: ${call[field]}`);
}

function holds(call: Call, item: Item | undefined): boolean {
  if (call.ConditionExpression === undefined) return true;
  const [, absent, name, value] = match(
    call,
    'ConditionExpression',
    /^attribute_not_exists\((\w+)\)$|^(#\w+) = (:\w+)$/,
  );
  if (absent !== undefined) return item?.[absent] === undefined;
  return string(item?.[call.ExpressionAttributeNames[name]]) === string(call.ExpressionAttributeValues[value]);
}

function assignments(call: Call): Item {
  const [, list] = match(call, 'UpdateExpression', /^SET (.+)$/);
  const pairs = list.split(', ').map((assignment) => assignment.split(' = '));
  return Object.fromEntries(
    pairs.map(([name, value]) => [
      call.ExpressionAttributeNames?.[name] ?? name,
      call.ExpressionAttributeValues[value],
    ]),
  );
}
