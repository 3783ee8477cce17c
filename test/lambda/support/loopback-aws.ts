import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { HealthAws } from '../../../lambda/functions/health-checker/health-aws';
import type { Aws } from '../../../lambda/shared/aws/aws';
import { failureOf, isAwsError } from '../../../lambda/shared/aws/errors';
import type { IncidentAws } from '../../../lambda/shared/aws/incident-aws';
import { OPEN_INDEX } from '../../../lib/contracts/notifier-table';
import { LoopbackServer } from './loopback-server';

type Attributes = Record<string, { S?: string; N?: string }>;
// biome-ignore lint/suspicious/noExplicitAny: calls are what they are
type Call = any;

export interface Publication {
  readonly topicArn: string;
  readonly subject: string;
  readonly texts: Record<string, string>;
  readonly attributes: Record<string, string>;
}
export interface DeadLetter {
  readonly body: string;
  readonly channel: string;
  readonly reason: string;
}

/** A schedule that has not rung. */
export interface Timer {
  readonly name: string;
  readonly at: number;
  readonly body: string;
}

/** An error that AWS answers with, after or instead of doing what was asked. */
export interface AwsFault {
  readonly status: number;
  readonly type: string;
  readonly message?: string;
  /** Of a condition that does not hold. */
  readonly Item?: Attributes;
}

/** As much of AWS as the notifier uses, in memory: DynamoDB, Secrets Manager, SNS, SQS, Scheduler, CloudWatch's pictures, S3. */
export class LoopbackAws extends LoopbackServer {
  /** Answers instead of the service: given its action, such as `PutItem`, and its input. */
  public fault: (action: string, call?: Call) => AwsFault | 'reset' | undefined = () => undefined;
  public readonly secrets = new Map<string, string>();
  public readonly published: Publication[] = [];
  public readonly deadLetters: DeadLetter[] = [];
  /** What was written into the notifier's own queue. */
  public readonly queued: string[] = [];
  /** How many seconds each of them is hidden at first. */
  public readonly queueDelays: number[] = [];
  public readonly timers: Timer[] = [];
  /** Alarms by name; those that nothing is said of are in alarm. */
  public readonly alarms = new Map<string, { readonly state: 'OK'; readonly at: number } | 'deleted'>();
  /** What `DescribeAlarms` says of alarms besides, by name. */
  public readonly described = new Map<string, object>();
  /** When the newest line of a heartbeat was logged, by its check; in milliseconds since 1970. */
  public readonly logged = new Map<string, number>();
  /** Alarms that a mute rule holds for, by name. */
  public readonly muted = new Set<string>();
  public readonly delays: number[] = [];
  public readonly pictures = new Map<string, Buffer>();
  public readonly calls: string[] = [];
  /** By which connection each call came: `Publish 54321`. */
  public readonly connections: string[] = [];
  /** Names of timers are not given twice. */
  readonly #rung = new Set<string>();
  readonly #items = new Map<string, Attributes>();
  /** What functions answer that are invoked, by name. */
  public readonly functions = new Map<string, (payload: Call) => unknown>();

  /** Starts it and points the AWS SDK of this process at it. */
  public static async start(): Promise<LoopbackAws> {
    const aws = await new LoopbackAws().listen();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
    return aws;
  }

  public clear(): void {
    this.fault = () => undefined;
    for (const kept of [
      this.secrets,
      this.pictures,
      this.alarms,
      this.described,
      this.muted,
      this.functions,
      this.#items,
      this.#rung,
    ])
      kept.clear();
    for (const kept of [
      this.published,
      this.deadLetters,
      this.queued,
      this.queueDelays,
      this.timers,
      this.delays,
      this.calls,
      this.connections,
    ])
      kept.length = 0;
  }

  /** What the table has under a key, by the second part of it. */
  public entriesOf(pk: string): Record<string, Record<string, string>> {
    const entries = [...this.#items.values()].filter((item) => item['pk']?.S === pk);
    return Object.fromEntries(
      entries.map((item) => [
        item['sk']?.S as string,
        Object.fromEntries(Object.entries(item).map(([name, { S, N }]) => [name, (S ?? N) as string])),
      ]),
    );
  }

  /** The same without the SDK and a server between, for tests that are about something else. */
  public direct(): Pick<
    Aws & IncidentAws,
    | 'getItem'
    | 'putItem'
    | 'itemsOf'
    | 'secret'
    | 'publish'
    | 'sendMessage'
    | 'delayMessage'
    | 'describeAlarms'
    | 'openIncidents'
    | 'createTimer'
  > &
    Pick<HealthAws, 'deleteItem' | 'newestDatapoint'> {
    const call = async (action: string, input: object): Promise<Call> => {
      this.calls.push(action);
      const fault = this.fault(action, input);
      const outcome: Call = typeof fault === 'object' ? fault : this.#do(action, input);
      if (outcome.type === undefined) return outcome;
      const error = Object.assign(new Error(outcome.type), { name: outcome.type });
      throw failureOf(action, Object.assign(error, { $metadata: { httpStatusCode: outcome.status } }));
    };
    const item = (fields: object) =>
      Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { S: value }]));
    const plain = (fields: Attributes) =>
      Object.fromEntries(Object.entries(fields).map(([name, { S }]) => [name, S as string]));
    const attributes = (fields: object) =>
      Object.fromEntries(Object.entries(fields).map(([name, StringValue]) => [name, { StringValue }]));
    const itemsOf: Aws['itemsOf'] = async (partition, index) => {
      const names = { '#key': index?.partitionKey ?? 'pk' };
      const values = { ':key': { S: partition } };
      const { Items } = await call('Query', { ExpressionAttributeNames: names, ExpressionAttributeValues: values });
      return Items.map(plain);
    };
    return {
      getItem: async (key) => {
        const { Item } = await call('GetItem', { Key: item(key) });
        return Item && plain(Item);
      },
      putItem: async (put, replaces) => {
        const names = Object.keys(replaces ?? {});
        const condition = {
          ConditionExpression: replaces
            ? names.map((name) => `#${name} = :${name}`).join(' AND ')
            : 'attribute_not_exists(pk)',
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: item(Object.fromEntries(names.map((name) => [`:${name}`, replaces?.[name]]))),
        };
        try {
          await call('PutItem', { Item: item(put), ...condition });
          return { isWritten: true };
        } catch (error) {
          if (!isAwsError(error, 'ConditionalCheckFailedException')) throw error;
          const found = this.#items.get(keyOf(item(put)));
          return { isWritten: false, found: found && plain(found) };
        }
      },
      deleteItem: async (key, holds) => {
        const names = Object.keys(holds);
        const condition = {
          ConditionExpression: names.map((name) => `#${name} = :${name}`).join(' AND '),
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: item(Object.fromEntries(names.map((name) => [`:${name}`, holds[name]]))),
        };
        try {
          await call('DeleteItem', { Key: item(key), ...condition });
        } catch (error) {
          if (!isAwsError(error, 'ConditionalCheckFailedException')) throw error;
        }
      },
      newestDatapoint: async ({ dimensions }, { from, to }) => {
        const at = this.logged.get(dimensions['Check'] ?? '');
        return at !== undefined && at >= from && at <= to ? at : undefined;
      },
      secret: async (SecretId) => (await call('GetSecretValue', { SecretId })).SecretString,
      publish: async ({ topicArn: TopicArn, subject: Subject, texts, attributes: fields }) =>
        call('Publish', {
          TopicArn,
          Subject,
          MessageStructure: 'json',
          Message: JSON.stringify(texts),
          ...asQuery(fields),
        }),
      sendMessage: (QueueUrl, MessageBody, fields, DelaySeconds) =>
        call('SendMessage', { QueueUrl, MessageBody, MessageAttributes: attributes(fields), DelaySeconds }),
      itemsOf,
      openIncidents: () => itemsOf(OPEN_INDEX.open, OPEN_INDEX),
      createTimer: async ({ name, at, body }) => {
        const ScheduleExpression = `at(${new Date(at + 999).toISOString().slice(0, 19)})`;
        try {
          await call('CreateSchedule', { Name: name, ScheduleExpression, Target: { Input: body } });
        } catch (error) {
          if (!isAwsError(error, 'ConflictException')) throw error;
        }
      },
      delayMessage: (_, __, VisibilityTimeout) => call('ChangeMessageVisibility', { VisibilityTimeout }),
      describeAlarms: async (_, AlarmNames) => {
        const { MetricAlarms } = await call('DescribeAlarms', { AlarmNames, AlarmTypes: ['MetricAlarm'] });
        return MetricAlarms.map(({ StateTransitionedTimestamp: seconds, ...alarm }: Call) => ({
          ...alarm,
          StateTransitionedTimestamp: new Date(seconds * 1000),
        }));
      },
    };
  }

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'PUT') return this.#store(request, response);
    const body = await text(request);
    const target = String(request.headers['x-amz-target'] ?? '');
    const schedule = /^\/schedules\/(.+)$/.exec(request.url ?? '')?.[1];
    if (schedule !== undefined) return this.#schedule(schedule, JSON.parse(body), response);
    const invoked = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url ?? '')?.[1];
    if (invoked !== undefined) return this.#invoke(decodeURIComponent(invoked), JSON.parse(body), response);
    const isQuery = target === '';
    const call: Call = isQuery ? fieldsOf(new URLSearchParams(body)) : JSON.parse(body || '{}');
    const action = isQuery ? call.Action : (target.split('.')[1] as string);
    this.calls.push(action);
    this.connections.push(`${action} ${request.socket.remotePort}`);
    const fault = this.fault(action, call);
    if (fault === 'reset') return void request.socket.destroy();
    const outcome = fault === undefined ? this.#do(action, call) : fault;
    if ('status' in outcome && 'type' in outcome) refuse(response, outcome as AwsFault, isQuery);
    else if (isQuery)
      response.end(`<${action}Response><${action}Result>${xml(outcome)}</${action}Result></${action}Response>`);
    else response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(outcome));
  }

  #do(action: string, call: Call): object {
    const actions: Record<string, () => object> = {
      GetItem: () => ({ Item: this.#items.get(keyOf(call.Key)) }),
      PutItem: () => this.#put(call),
      DeleteItem: () => {
        const key = keyOf(call.Key);
        const known = this.#items.get(key);
        if (known === undefined || !holdsFor(known, call))
          return { status: 400, type: 'ConditionalCheckFailedException' };
        this.#items.delete(key);
        return {};
      },
      GetSecretValue: () => {
        const secret = this.secrets.get(call.SecretId);
        return secret === undefined ? { status: 400, type: 'ResourceNotFoundException' } : { SecretString: secret };
      },
      Publish: () => {
        const { TopicArn: topicArn, Subject: subject, Message, MessageStructure } = call;
        if (MessageStructure !== 'json') throw new Error('MessageStructure');
        this.published.push({ topicArn, subject, texts: JSON.parse(Message), attributes: attributesOf(call) });
        return { MessageId: 'x' };
      },
      Query: () => {
        const [name, value] = [call.ExpressionAttributeNames['#key'], call.ExpressionAttributeValues[':key'].S];
        return { Items: [...this.#items.values()].filter((item) => item[name]?.S === value) };
      },
      CreateSchedule: () => {
        const { Name: name, ScheduleExpression, Target } = call;
        if (!/^[\w.-]{1,64}$/.test(name)) return { status: 400, type: 'ValidationException' };
        if (this.#rung.has(name)) return { status: 409, type: 'ConflictException' };
        this.#rung.add(name);
        const at = Date.parse(`${/^at\((.+)\)$/.exec(ScheduleExpression)?.[1]}Z`);
        this.timers.push({ name, at, body: Target.Input });
        return {};
      },
      SendMessage: () => {
        const { QueueUrl, MessageBody: body, MessageAttributes: attributes } = call;
        const MD5OfMessageBody = createHash('md5').update(body).digest('hex');
        if (!QueueUrl.endsWith('/dead-letters')) {
          this.queued.push(body);
          this.queueDelays.push(call.DelaySeconds ?? 0);
          return { MessageId: 'x', MD5OfMessageBody };
        }
        const [channel, reason] = ['vigilChannel', 'vigilReason'].map((name) => attributes[name].StringValue);
        this.deadLetters.push({ body, channel, reason });
        return { MessageId: 'x', MD5OfMessageBody };
      },
      DescribeAlarms: () => {
        const names = (call.AlarmNames as string[]).filter((name) => this.alarms.get(name) !== 'deleted');
        return {
          // composites are found by those only who ask for them
          [call.AlarmTypes.includes('CompositeAlarm') ? 'CompositeAlarms' : 'MetricAlarms']: names.map((AlarmName) => {
            const { state: StateValue, at } = (this.alarms.get(AlarmName) ?? { state: 'ALARM', at: 0 }) as {
              state: string;
              at: number;
            };
            return {
              AlarmName,
              StateReason: `It is ${StateValue}.`,
              StateTransitionedTimestamp: at / 1000,
              ...this.described.get(AlarmName),
              StateValue,
            };
          }),
        };
      },
      ListAlarmMuteRules: () => ({
        AlarmMuteRuleSummaries: this.muted.has(call.AlarmName) ? [{ Status: 'ACTIVE' }] : [],
      }),
      ChangeMessageVisibility: () => {
        this.delays.push(call.VisibilityTimeout);
        return {};
      },
      GetMetricWidgetImage: () => {
        JSON.parse(call.MetricWidget);
        return { MetricWidgetImage: Buffer.from('PNG').toString('base64') };
      },
    };
    return (actions[action] ?? (() => ({ status: 400, type: 'UnknownOperationException' })))();
  }

  #put({ Item, ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues, ...options }: Call): object {
    const key = keyOf(Item);
    const known = this.#items.get(key);
    const holds =
      ConditionExpression === 'attribute_not_exists(pk)'
        ? known === undefined
        : known !== undefined &&
          holdsFor(known, { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues });
    const isReturned = options.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    if (!holds) return { status: 400, type: 'ConditionalCheckFailedException', ...(isReturned && { Item: known }) };
    this.#items.set(key, Item);
    return {};
  }

  #schedule(Name: string, call: Call, response: ServerResponse): void {
    this.calls.push('CreateSchedule');
    const outcome = this.fault('CreateSchedule') ?? this.#do('CreateSchedule', { Name, ...call });
    if (outcome === 'reset') return void response.socket?.destroy();
    if (!('type' in outcome)) return void response.writeHead(200).end('{}');
    const { status, type } = outcome as AwsFault;
    response.writeHead(status, { 'x-amzn-errortype': type }).end(JSON.stringify({ message: type }));
  }

  #invoke(name: string, payload: Call, response: ServerResponse): void {
    this.calls.push('Invoke');
    const answer = this.functions.get(name);
    if (answer === undefined) {
      const headers = { 'x-amzn-errortype': 'ResourceNotFoundException' };
      return void response.writeHead(404, headers).end('{"message":"not found"}');
    }
    response.writeHead(200).end(JSON.stringify(answer(payload)));
  }

  async #store(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.calls.push('PutObject');
    const fault = this.fault('PutObject');
    if (typeof fault === 'object') return void response.writeHead(fault.status).end();
    this.pictures.set(request.url ?? '', Buffer.concat(chunks));
    response.end();
  }
}

function refuse(response: ServerResponse, { status, type, message = type, Item }: AwsFault, isQuery: boolean): void {
  response.writeHead(status, { 'content-type': isQuery ? 'text/xml' : 'application/x-amz-json-1.0' });
  response.end(
    isQuery
      ? `<ErrorResponse><Error><Type>Sender</Type><Code>${type}</Code><Message>${message}</Message></Error></ErrorResponse>`
      : JSON.stringify({ __type: `com.amazonaws#${type}`, message, Item }),
  );
}

/** Whether a condition of equalities holds for an item. */
const holdsFor = (
  known: Attributes,
  { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues }: Call,
): boolean =>
  String(ConditionExpression)
    .split(' AND ')
    .map((comparison) => comparison.split(' = ') as [string, string])
    .every(([name, value]) => {
      const attribute = known[ExpressionAttributeNames[name]];
      return JSON.stringify(attribute) === JSON.stringify(ExpressionAttributeValues[value]);
    });

const keyOf = ({ pk, sk }: Attributes): string => `${pk?.S} ${sk?.S}`;
const fieldsOf = (parameters: URLSearchParams): Record<string, string> => Object.fromEntries(parameters);
const xml = (fields: object): string =>
  Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('');

const asQuery = (fields: Readonly<Record<string, string | readonly string[]>>) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value], index) => [
      [`MessageAttributes.entry.${index + 1}.Name`, name],
      [
        `MessageAttributes.entry.${index + 1}.Value.StringValue`,
        typeof value === 'string' ? value : JSON.stringify(value),
      ],
    ]),
  );

/** `MessageAttributes.entry.1.Name=severity` and its value. */
function attributesOf(call: Record<string, string>): Record<string, string> {
  const names = Object.keys(call).filter((key) => /^MessageAttributes\.entry\.\d+\.Name$/.test(key));
  return Object.fromEntries(
    names.map((key) => [call[key] as string, call[key.replace('.Name', '.Value.StringValue')] as string]),
  );
}
