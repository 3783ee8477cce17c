import type { Aws, Written } from '../../lambda/shared/aws/aws';
import type { Item } from '../../lambda/shared/aws/items';
import { identity } from '../../lambda/shared/parsing/parse-message';
import { deliveriesOf, type Key, PARTITION_KEY } from '../../lib/contracts/notifier-table';
import type { VirtualTime } from './virtual-time';

/** A call of the SDK in a function with 512 MB, which is a third of a processor. */
const CPU_MS = 5;

/** As much of AWS as the notifier uses, with the time that each call takes. */
export class Cloud {
  public calls = 0;
  public publications = 0;
  public readonly deadLetters: { readonly channel: string; readonly reason: string; readonly body: string }[] = [];
  /** When each change was sent to each channel: by itself, or with the summary that it is a part of. */
  readonly #sent = new Map<string, number>();
  readonly #partOf = new Map<string, string>();
  readonly #items = new Map<string, Item>();
  readonly #partitions = new Map<string, Set<string>>();

  public constructor(
    private readonly time: VirtualTime,
    private readonly random: () => number,
    private readonly queue: { readonly send: (url: string, body: string, delayMs: number) => void },
  ) {}

  /** When an alert was shown in a channel; undefined: never. */
  public shownAt(change: string, channel: string): number | undefined {
    const summary = this.#partOf.get(`${change} ${channel}`);
    return this.#sent.get(summary === undefined ? `${change} ${channel}` : `${summary} ${channel}`);
  }

  /** How many messages a channel has: alerts and summaries. */
  public messagesOf(channel: string): number {
    return [...this.#sent.keys()].filter((key) => key.endsWith(` ${channel}`)).length;
  }

  /**
   * As one sandbox of the function has it.
   *
   * @param delay hides a message of the queue, by its receipt
   */
  public forSandbox(delay: (receipt: string, milliseconds: number) => void): Aws {
    let processor: Promise<void> = Promise.resolve();
    const call = async <T>(milliseconds: number, work: () => T): Promise<T> => {
      this.calls += 1;
      // one processor
      processor = processor.then(() => this.time.sleep(CPU_MS));
      await processor;
      await this.time.sleep(milliseconds * (0.5 + this.random()));
      return work();
    };
    return {
      getItem: ({ pk, sk }) => call(6, () => this.#items.get(`${pk} ${sk}`)),
      putItem: (item, replaces) => call(8, () => this.#put(item, replaces)),
      itemsOf: (partition) =>
        call(50, () => [...(this.#partitions.get(partition) ?? [])].map((key) => this.#items.get(key) as Item)),
      secret: (name) => call(20, () => SECRETS[name] ?? ''),
      publish: () =>
        call(30, () => {
          this.publications += 1;
        }),
      sendMessage: (url, body, { vigilChannel, vigilReason }, delaySeconds = 0) =>
        call(15, () => {
          if (vigilChannel === undefined) return this.queue.send(url, body, delaySeconds * 1000);
          this.deadLetters.push({ channel: vigilChannel, reason: vigilReason ?? '', body });
          return undefined;
        }),
      delayMessage: (_, receipt, seconds) => call(15, () => delay(receipt, seconds * 1000)),
      describeAlarms: async () => [],
      isMuted: async () => false,
      drawGraph: async () => new Uint8Array(),
      storePicture: async () => '',
    };
  }

  #put(item: Item & Key, replaces: Item | undefined): Written {
    const key = `${item.pk} ${item.sk}`;
    const known = this.#items.get(key);
    const isExpected =
      replaces === undefined
        ? known === undefined
        : known !== undefined && Object.entries(replaces).every(([name, value]) => known[name] === value);
    if (!isExpected) return { isWritten: false, found: known };
    this.#items.set(key, item);
    const partition = this.#partitions.get(item[PARTITION_KEY]) ?? new Set();
    this.#partitions.set(item[PARTITION_KEY], partition.add(key));
    this.#note(item);
    return { isWritten: true };
  }

  #note({ pk, sk, state, reason }: Item & Key): void {
    const [kind, channel, window, severity] = pk.split('#') as [string, string, string, string];
    if (kind === 'summary') {
      const request = { vigil: kind, channel, window: Number(window), ...(severity !== '' && { severity }) };
      this.#partOf.set(`${sk} ${channel}`, identity(JSON.stringify(request)));
    }
    if (state === 'sent' && reason === undefined)
      this.#sent.set(`${pk.slice(deliveriesOf('').length)} ${sk}`, this.time.now);
  }
}

const SECRETS: Readonly<Record<string, string>> = {
  hook: 'https://hook.test/services/T/B/xxxxxxxx',
  bot: 'xoxb-xxxxxxxx',
  discord: 'https://discord.test/api/webhooks/xxxxxxxx',
  teams: 'https://teams.test/workflows/xxxxxxxx',
  pagerDuty: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  opsgenie: 'xxxxxxxx',
  webhook: JSON.stringify({ url: 'https://webhook.test/', signingKey: 'whsec_eHh4' }),
};
