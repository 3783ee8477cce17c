import type { SQSRecord } from 'aws-lambda';
import type { EventSource } from '../../lib/contracts/event-sources';
import type { VirtualTime } from './virtual-time';

interface Message {
  readonly id: number;
  readonly body: string;
  deliveries: number;
}

/** A function in a sandbox that is kept for the next call. */
export type Sandbox = (records: SQSRecord[], remainingMs: () => number) => Promise<ReadonlySet<string>>;

const COLD_START_MS = 600;
const TIMEOUT_MS = 30_000;
const VISIBILITY_MS = 60_000;
const MOST_RECEIVES = 12;

/** Queues that Lambda takes messages from, each with as many functions at once as its event source allows. */
export class Lambda {
  public invocations = 0;
  public peakConcurrency = 0;
  public milliseconds = 0;
  public readonly redriven: string[] = [];
  #busy = 0;
  #ids = 0;
  readonly #idle: Sandbox[] = [];
  readonly #queues = new Map<string, { readonly source: EventSource; readonly visible: Message[]; busy: number }>();

  /** @param create makes a sandbox, given how it hides a message by its receipt */
  public constructor(
    private readonly time: VirtualTime,
    private readonly create: (delay: (receipt: string, milliseconds: number) => void) => Sandbox,
    sources: Readonly<Record<string, EventSource>>,
  ) {
    for (const [name, source] of Object.entries(sources)) this.#queues.set(name, { source, visible: [], busy: 0 });
  }

  public send(queue: string, body: string, delayMs = 0): void {
    this.#show(queue, { id: ++this.#ids, body, deliveries: 0 }, delayMs);
  }

  #show(name: string, message: Message, delayMs: number): void {
    this.time.at(this.time.now + delayMs, () => {
      this.#queues.get(name)?.visible.push(message);
      this.#poll(name);
    });
  }

  #poll(name: string): void {
    const queue = this.#queues.get(name);
    if (queue === undefined) throw new Error(`There is no queue '${name}'.`);
    while (queue.visible.length > 0 && queue.busy < queue.source.maxConcurrency) {
      queue.busy += 1;
      void this.#invoke(name, queue.visible.splice(0, queue.source.batchSize)).then(() => {
        queue.busy -= 1;
        this.#poll(name);
      });
    }
  }

  async #invoke(name: string, messages: readonly Message[]): Promise<void> {
    this.invocations += 1;
    this.peakConcurrency = Math.max(this.peakConcurrency, ++this.#busy);
    const delays = new Map<string, number>();
    const warm = this.#idle.pop();
    const sandbox = warm ?? this.create((receipt, milliseconds) => DELAYS.get(receipt)?.(milliseconds));
    if (warm === undefined) await this.time.sleep(COLD_START_MS);
    const start = this.time.now;
    const records = messages.map((message) => {
      message.deliveries += 1;
      const receipt = `${message.id}.${message.deliveries}`;
      DELAYS.set(receipt, (milliseconds) => delays.set(`${message.id}`, milliseconds));
      return recordOf(name, message, receipt);
    });
    const failed = await sandbox(records, () => start + TIMEOUT_MS - this.time.now);
    this.milliseconds += this.time.now - start;
    for (const message of messages) {
      DELAYS.delete(`${message.id}.${message.deliveries}`);
      if (!failed.has(`${message.id}`)) continue;
      if (message.deliveries >= MOST_RECEIVES) this.redriven.push(message.body);
      else this.#show(name, message, delays.get(`${message.id}`) ?? VISIBILITY_MS);
    }
    this.#busy -= 1;
    this.#idle.push(sandbox);
  }
}

/** How each message that is being worked on is hidden, by its receipt. */
const DELAYS = new Map<string, (milliseconds: number) => void>();

const recordOf = (queue: string, { id, body, deliveries }: Message, receiptHandle: string): SQSRecord => ({
  messageId: `${id}`,
  receiptHandle,
  body,
  attributes: {
    ApproximateReceiveCount: `${deliveries}`,
    SentTimestamp: '0',
    SenderId: 'x',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:eu-west-1:123456789012:${queue}`,
  awsRegion: 'eu-west-1',
});
