import type { Publication, Written } from '../../../../lambda/shared/aws/aws';
import type { AlarmState, IncidentAws, Timer } from '../../../../lambda/shared/aws/incident-aws';
import type { Item } from '../../../../lambda/shared/aws/items';
import { type Key, OPEN_INDEX, PARTITION_KEY } from '../../../contracts/notifier-table';

/** What the functions cause outside of their table. */
export interface Effects {
  readonly publish: (publication: Publication) => void;
  readonly send: (
    queueUrl: string,
    body: string,
    delaySeconds: number,
    attributes: Readonly<Record<string, string>>,
  ) => void;
  readonly delay: (receipt: string, seconds: number) => void;
  readonly timer: (timer: Timer) => void;
  readonly secret: (name: string) => string;
  readonly stateOf: (alarm: string) => AlarmState | undefined;
  /** An item of another table than that of the functions. */
  readonly itemOf: (tableName: string, key: Key) => Item | undefined;
}

/** As much of AWS as the notifier asks for, in memory. */
export class MemoryAws implements IncidentAws {
  readonly #items = new Map<string, Item & Key>();
  readonly #timers = new Set<string>();

  public constructor(private readonly effects: Effects) {}

  public async getItem({ pk, sk }: Key, tableName?: string): Promise<Item | undefined> {
    if (tableName !== undefined) return this.effects.itemOf(tableName, { pk, sk });
    return this.#items.get(JSON.stringify([pk, sk]));
  }

  public async putItem(item: Item & Key, replaces: Item | undefined): Promise<Written> {
    const key = JSON.stringify([item.pk, item.sk]);
    const known = this.#items.get(key);
    const isExpected =
      replaces === undefined
        ? known === undefined
        : known !== undefined && Object.entries(replaces).every(([name, value]) => known[name] === value);
    if (isExpected) this.#items.set(key, item);
    return isExpected ? { isWritten: true } : { isWritten: false, found: known };
  }

  public async itemsOf(
    partition: string,
    { partitionKey }: { partitionKey: string } = { partitionKey: PARTITION_KEY },
  ) {
    return [...this.#items.values()].filter((item) => (item as Item)[partitionKey] === partition);
  }

  /** Nothing is asked for that a mute rule would keep back. */
  public async isMuted(): Promise<boolean> {
    return false;
  }

  public openIncidents(): Promise<readonly Item[]> {
    return this.itemsOf(OPEN_INDEX.open, OPEN_INDEX);
  }

  public async secret(name: string): Promise<string> {
    return this.effects.secret(name);
  }

  public async publish(publication: Publication): Promise<void> {
    this.effects.publish(publication);
  }

  public async sendMessage(
    queueUrl: string,
    body: string,
    attributes: Readonly<Record<string, string>>,
    delaySeconds = 0,
  ): Promise<void> {
    this.effects.send(queueUrl, body, delaySeconds, attributes);
  }

  public async delayMessage(_: string, receipt: string, seconds: number): Promise<void> {
    this.effects.delay(receipt, seconds);
  }

  public async createTimer(timer: Timer): Promise<void> {
    if (this.#timers.has(timer.name)) return;
    this.#timers.add(timer.name);
    this.effects.timer(timer);
  }

  public async alarmStates(_: string | undefined, names: readonly string[]): Promise<ReadonlyMap<string, AlarmState>> {
    return new Map(
      names.flatMap((name) => {
        const state = this.effects.stateOf(name);
        return state === undefined ? [] : [[name, state] as const];
      }),
    );
  }

  /** Definitions of alarms are not looked up here: the messages go without what only they would add. */
  public async describeAlarms(): Promise<readonly object[]> {
    return [];
  }

  /** CloudWatch draws the graphs of messages; here they have none. */
  public async drawGraph(): Promise<Uint8Array> {
    return new Uint8Array();
  }

  public async storePicture(): Promise<string> {
    return '';
  }
}
