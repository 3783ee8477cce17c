import { randomUUID } from 'node:crypto';
import type { Application, FunctionDeclaration, QueueDeclaration } from '../../assembly/model';
import type { CallView, CloudView, FunctionView } from '../protocol';
import { ExecutionEnvironment } from './environment';
import { sampleEvent } from './events';
import { LocalCloud } from './local-cloud';
import { type Message, Queues } from './queues';

/** What calls of functions cause in the room. */
export interface Effects {
  readonly now: () => number;
  /** A line that a function printed. */
  readonly print: (line: string) => void;
  readonly called: (name: string, milliseconds: number, hasFailed: boolean) => void;
}

/** The newest calls that are shown. */
const MOST_CALLS = 30;
/** Real time until a message that was not processed is there again. */
const VISIBILITY_MS = 2000;

type Callable = FunctionDeclaration & { readonly folder: string };

/** Calls the functions of an app, with its tables, queues and rules in memory between them. One call after the other. */
export class Host {
  readonly #environments = new Map<FunctionDeclaration, ExecutionEnvironment>();
  readonly #calls: CallView[] = [];
  readonly #queues: Queues;
  readonly #timers = new Set<NodeJS.Timeout>();
  #cloud?: LocalCloud;
  #work: Promise<unknown> = Promise.resolve();

  public constructor(
    private readonly application: Application,
    private readonly effects: Effects,
  ) {
    this.#queues = new Queues(application.queues, (queue) => this.#consume(queue));
  }

  public get functions(): FunctionView[] {
    return this.application.functions.map((each) => ({
      name: each.name.replace(/(?<=.)[0-9A-F]{8}$/, ''),
      why: each.why,
      triggers: [...each.routes, ...each.queues.map(({ arn }) => `messages of ${arn.split(':').at(-1)}`)],
      event: JSON.stringify(sampleEvent(each), null, 2),
    }));
  }

  public view(): CloudView {
    const tables = this.#cloud?.tables.sizes ?? this.application.tables.map(({ name }) => ({ name, items: 0 }));
    return {
      calls: this.#calls,
      tables: tables.filter(({ name }) => this.#isUsed(name)),
      queues: this.#queues.sizes.filter(({ name }) => this.#isUsed(name)),
    };
  }

  /** Whether a function here names it, or a queue that one names leaves its dead letters there. */
  #isUsed(name: string): boolean {
    const functions = JSON.stringify(this.application.functions);
    const sources = this.application.queues.filter(({ deadLetterArn }) => deadLetterArn?.endsWith(name));
    return functions.includes(name) || sources.some((queue) => functions.includes(queue.name));
  }

  /** Calls a function. @returns undefined if there is none that can be called */
  public async call(index: number, event: unknown): Promise<CallView | undefined> {
    const declared = this.application.functions[index];
    return isCallable(declared) ? this.#invoke(declared, event, 'the page') : undefined;
  }

  public stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const environment of this.#environments.values()) environment.stop();
    this.#cloud?.stop();
  }

  /** @param by who calls */
  #invoke(declared: Callable, event: unknown, by: string): Promise<CallView> {
    const done = this.#work.then(async () => {
      this.#cloud ??= await LocalCloud.start(this.application, this.#queues);
      const environment =
        this.#environments.get(declared) ??
        new ExecutionEnvironment(declared, this.#cloud.endpoint, this.effects.print);
      this.#environments.set(declared, environment);
      const { milliseconds, result, error, lines } = await environment.invoke(event);
      this.effects.called(declared.name, milliseconds, error !== undefined);
      const view: CallView = {
        ...{ time: this.effects.now(), by, milliseconds: Math.round(milliseconds * 10) / 10, result, error, lines },
        function: this.application.functions.indexOf(declared),
        problems: [...new Set([...this.#cloud.takeRefused(), ...adviceOn(error)])],
      };
      this.#calls.unshift(view);
      this.#calls.length = Math.min(this.#calls.length, MOST_CALLS);
      return view;
    });
    this.#work = done.catch(() => {});
    return done;
  }

  /** Hands the messages of a queue to the function that consumes it. */
  #consume({ arn, name }: QueueDeclaration): void {
    const consumer = this.application.functions
      .filter(isCallable)
      .find(({ queues }) => queues.some((each) => each.arn === arn));
    if (consumer === undefined) return;
    this.#work.then(async () => {
      const most = consumer.queues.find((each) => each.arn === arn)?.batchSize ?? 1;
      const messages = this.#queues.receive(arn, most);
      if (messages.length === 0) return;
      const { error, result } = await this.#invoke(
        consumer,
        { Records: messages.map((each) => recordOf(each, arn)) },
        name,
      );
      const failed = failedIn(result);
      for (const message of messages) {
        if (error === undefined && !failed.has(message.messageId)) this.#queues.delete(arn, message.messageId);
        else if (this.#queues.putBack(arn, message)) this.#consumeLater({ arn, name });
      }
    });
  }

  #consumeLater(queue: Pick<QueueDeclaration, 'arn' | 'name'>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#consume(queue as QueueDeclaration);
    }, VISIBILITY_MS).unref();
    this.#timers.add(timer);
  }
}

const isCallable = (declared: FunctionDeclaration | undefined): declared is Callable =>
  declared?.folder !== undefined && declared.why === undefined;

/** As Lambda hands messages to a function. */
const recordOf = ({ messageId, body, receives, attributes }: Message, arn: string): object => ({
  ...{ messageId, receiptHandle: messageId, body, messageAttributes: attributes },
  attributes: { ApproximateReceiveCount: `${receives}`, SentTimestamp: `${Date.now()}`, SenderId: randomUUID() },
  ...{ md5OfBody: '', eventSource: 'aws:sqs', eventSourceARN: arn, awsRegion: arn.split(':')[3] ?? '' },
});

/** The messages that a function could not process, of all that it was given. */
function failedIn(result: string | undefined): ReadonlySet<string> {
  const { batchItemFailures = [] } = (JSON.parse(result ?? 'null') ?? {}) as {
    readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[];
  };
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}

/** What to do about errors that only a rehearsal has. */
function adviceOn(error: string | undefined): string[] {
  const [, name] = /Cannot find (?:package|module) '((?:@[^/']+\/)?[^/']+)/.exec(error ?? '') ?? [];
  return name === undefined ? [] : [`Lambda brings ${name}; here it has to be installed: npm i -D ${name}`];
}
