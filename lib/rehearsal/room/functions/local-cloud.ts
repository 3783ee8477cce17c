import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type JsonObject, objectIn, objectsIn, textIn } from '../../assembly/json';
import type { Application } from '../../assembly/model';
import { CallError } from './call-error';
import { matches } from './event-pattern';
import type { QueueCall, Queues } from './queues';
import { type TableCall, Tables } from './tables';

/**
 * As much of AWS as functions are given here, on loopback: DynamoDB's tables, SQS's queues and EventBridge's buses of an assembly, in memory.
 * Calls of anything else are refused, and named.
 */
export class LocalCloud {
  public readonly tables: Tables;
  /** What was refused, since it was last asked for. */
  readonly #refused: string[] = [];
  readonly #actions: Readonly<Record<string, (call: JsonObject) => object>>;
  readonly #server = createServer((request, response) => {
    this.#answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    });
  });

  private constructor(
    private readonly application: Application,
    public readonly queues: Queues,
  ) {
    this.tables = new Tables(application.tables);
    const named = <Call>(prefix: string, actions: Readonly<Record<string, (call: Call) => object>>) =>
      Object.entries(actions).map(
        ([name, act]) => [`${prefix}.${name}`, (call: JsonObject) => act(call as Call)] as const,
      );
    this.#actions = Object.fromEntries([
      ...named<TableCall>('DynamoDB_20120810', this.tables.actions),
      ...named<QueueCall>('AmazonSQS', queues.actions),
      ...named<JsonObject>('AWSEvents', { PutEvents: (call) => this.#putEvents(call) }),
    ]);
  }

  public static async start(application: Application, queues: Queues): Promise<LocalCloud> {
    const cloud = new LocalCloud(application, queues);
    await new Promise<void>((resolve) => cloud.#server.listen(0, '127.0.0.1', resolve));
    // a rehearsal that ends does not wait for it
    cloud.#server.unref();
    return cloud;
  }

  public get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  public stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** What was refused since the last time. */
  public takeRefused(): string[] {
    return this.#refused.splice(0);
  }

  async #answer(request: IncomingMessage): Promise<{ readonly status: number; readonly body: object }> {
    const target = String(request.headers['x-amz-target'] ?? '');
    try {
      const act = this.#actions[target];
      if (act === undefined)
        throw new CallError('NotImplemented', `${actionOf(request, target)} is not there in a rehearsal.`);
      return { status: 200, body: act(JSON.parse(await text(request))) };
    } catch (error) {
      const { type = 'InternalFailure', message, more } = error as CallError;
      // a condition that does not hold is what code asks for
      if (type !== 'ConditionalCheckFailedException') this.#refused.push(message);
      return { status: 400, body: { __type: `com.amazonaws#${type}`, message, ...more } };
    }
  }

  #putEvents({ Entries }: JsonObject): object {
    const entries = objectsIn(Entries);
    for (const entry of entries) this.#route(entry);
    return { FailedEntryCount: 0, Entries: entries.map((_, index) => ({ EventId: `${index}` })) };
  }

  /** To the queues of the rules that match. */
  #route({ EventBusName, Source, DetailType, Detail }: JsonObject): void {
    const bus = textIn(EventBusName)?.split('/').at(-1) ?? 'default';
    const event: JsonObject = {
      ...{ version: '0', account: '', region: '', resources: [], time: new Date().toISOString() },
      ...{ source: Source, 'detail-type': DetailType, detail: JSON.parse(textIn(Detail) ?? '{}') },
    };
    for (const rule of this.application.rules.filter((each) => each.bus === bus && matches(each.pattern, event))) {
      for (const target of rule.targets) {
        if (this.queues.send(target, JSON.stringify(event)) === undefined) {
          this.#refused.push(`The rule ${rule.name} matched, and its target ${target} is no queue.`);
        }
      }
    }
  }
}

/** `PutObject of s3`, as far as a request says it. */
function actionOf({ headers, method, url = '' }: IncomingMessage, target: string): string {
  const [, service = 'this service'] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)/.exec(headers.authorization ?? '') ?? [];
  const action = objectIn({ target }).target === '' ? `${method} ${url.split('?')[0]}` : target.split('.').at(-1);
  return `${service} ${action}`;
}
