import { deliveriesOf } from '../../contracts/notifier-table';
import type { Assembly, Subscription } from '../../rehearsal/assembly/model';
import type { Listener } from '../../rehearsal/preview/routes';
import { type ActionTaken, actionsSince, type LiveAlarm } from '../aws/alarms';
import { Aws } from '../aws/aws';
import { type Entry, type LiveSubscription, obstacleToSms, readEntries, readSubscriptions } from '../aws/recipients';

/** What became of an alert on its way to one listener. */
export interface Verdict {
  /**
   * - `told`: whoever is told has accepted it
   * - `sent`: AWS has sent it, and nobody can ask whether it arrived
   * - `waiting`: nothing is known yet
   * - `failed`: it will not arrive
   */
  readonly outcome: 'told' | 'sent' | 'waiting' | 'failed';
  readonly detail?: string;
}

/** What AWS knows of one change of an alarm. Names of the assembly are looked up in the account that the alarm is in. */
export class Evidence {
  readonly #subscriptions = new Map<string, Promise<LiveSubscription[]>>();
  readonly #obstacles = new Map<string, Promise<string | undefined>>();
  readonly #regions = new Map<string, Aws>();

  public constructor(
    private readonly assembly: Assembly,
    /** Where the alarm is. */
    private readonly aws: Aws,
    private readonly folder: string,
    private readonly alarm: LiveAlarm,
    private readonly change: string,
    private readonly since: Date,
  ) {}

  /** What is known now of all listeners, in their order. */
  public async verdicts(listeners: readonly Listener[]): Promise<Verdict[]> {
    const history = actionsSince(this.aws, this.alarm.name, this.since);
    // behind the notifier its table knows more, and this only explains why it has nothing
    const isNeeded = listeners.some(({ notified }) => notified === undefined);
    const actions = await (isNeeded ? history : history.catch(() => []));
    const tables = new Map<string, Promise<Map<string, Entry>>>();
    const entriesOf = ({ stack, table }: NonNullable<Listener['notified']>['notifier']) => {
      const known = tables.get(table) ?? readEntries(this.#in(stack), table, deliveriesOf(this.change));
      tables.set(table, known);
      return known;
    };
    return Promise.all(
      listeners.map(async (listener) => {
        const { notified, action, subscription } = listener;
        const told =
          notified === undefined
            ? ofAction(action, actions)
            : ofEntry((await entriesOf(notified.notifier)).get(notified.channel.id), action, actions);
        if (subscription === undefined || (told.outcome !== 'told' && told.outcome !== 'sent')) return told;
        return this.#ofSubscription(
          subscription,
          notified === undefined ? this.aws : this.#in(notified.notifier.stack),
        );
      }),
    );
  }

  async #ofSubscription({ topicArn, protocol, endpoint }: Subscription, aws: Aws): Promise<Verdict> {
    const isLiteral = protocol === 'email' || protocol === 'sms';
    const live = (await this.#subscriptionsTo(nameIn(topicArn), aws)).find((each) =>
      isLiteral ? each.protocol === protocol && each.endpoint === endpoint : isAlike(each, protocol),
    );
    if (live === undefined) {
      return { outcome: 'failed', detail: 'it is not subscribed: it was unsubscribed, or this was never deployed' };
    }
    if (!live.isConfirmed) {
      return { outcome: 'failed', detail: 'not confirmed: somebody has to click the link in the mail from AWS' };
    }
    const obstacle = protocol === 'sms' ? await this.#obstacleTo(endpoint, aws) : undefined;
    if (obstacle !== undefined) return { outcome: 'failed', detail: obstacle };
    return { outcome: 'sent', detail: 'AWS has sent it; look whether it arrived' };
  }

  #subscriptionsTo(topic: string, aws: Aws): Promise<LiveSubscription[]> {
    const [, partition, , region, account] = this.alarm.arn.split(':');
    const arn = `arn:${partition}:sns:${aws.region ?? region}:${account}:${topic}`;
    const known = this.#subscriptions.get(arn) ?? readSubscriptions(aws, arn);
    this.#subscriptions.set(arn, known);
    return known;
  }

  #obstacleTo(phoneNumber: string, aws: Aws): Promise<string | undefined> {
    const known = this.#obstacles.get(phoneNumber) ?? obstacleToSms(aws, phoneNumber);
    this.#obstacles.set(phoneNumber, known);
    return known;
  }

  #in(stack: string): Aws {
    const region = this.assembly.stacks.find(({ path }) => path === stack)?.region ?? this.aws.region;
    if (region === this.aws.region) return this.aws;
    const known = this.#regions.get(`${region}`) ?? new Aws(this.folder, region);
    this.#regions.set(`${region}`, known);
    return known;
  }
}

const nameIn = (arn: string): string => arn.split(':').at(-1) ?? arn;

/** Functions and queues have names that only the deployment knows; Amazon Q subscribes by an address of its own. */
const isAlike = (live: LiveSubscription, protocol: string): boolean =>
  protocol === 'chatbot' ? live.endpoint.includes('chatbot') : live.protocol === protocol;

function ofAction(action: string, actions: readonly ActionTaken[]): Verdict {
  const taken = actions.find(({ summary }) => summary.includes(nameIn(action)));
  if (taken === undefined) return { outcome: 'waiting', detail: "the alarm's history does not name its action yet" };
  return taken.succeeded ? { outcome: 'sent' } : { outcome: 'failed', detail: taken.summary };
}

function ofEntry(entry: Entry | undefined, action: string, actions: readonly ActionTaken[]): Verdict {
  switch (entry?.state) {
    case 'sent':
      return { outcome: 'told' };
    case 'dead':
      return { outcome: 'failed', detail: entry.reason };
    case 'waiting':
      return { outcome: 'waiting', detail: `it is tried again: ${entry.reason}` };
    case 'sending':
      return { outcome: 'waiting', detail: entry.reason ?? 'it is being sent' };
    default: {
      const taken = ofAction(action, actions);
      if (taken.outcome === 'failed') return taken;
      const seen = taken.outcome === 'sent' ? 'its topic has it, ' : '';
      return { outcome: 'waiting', detail: `${seen}the notifier has not taken it` };
    }
  }
}
