import { deliveriesOf } from '../../contracts/notifier-table';
import type { Assembly, Subscription } from '../../rehearsal/assembly/model';
import type { Recipient } from '../../rehearsal/preview/routes';
import { type ActionTaken, actionsSince, type LiveAlarm } from '../aws/alarms';
import { Aws } from '../aws/aws';
import { type Entry, type LiveSubscription, obstacleToSms, readEntries, readSubscriptions } from '../aws/recipients';

/** Whether an alert was delivered to one recipient. */
export interface Verdict {
  /**
   * - `delivered`: the recipient's service has accepted it
   * - `sent`: AWS has sent it; AWS does not report whether it arrived
   * - `waiting`: no outcome is known yet
   * - `failed`: it is not delivered
   */
  readonly outcome: 'delivered' | 'sent' | 'waiting' | 'failed';
  readonly detail?: string;
}

/** What AWS knows about one state change of an alarm. Names of the assembly are looked up in the alarm's account. */
export class Evidence {
  readonly #subscriptions = new Map<string, Promise<LiveSubscription[]>>();
  readonly #obstacles = new Map<string, Promise<string | undefined>>();
  readonly #regions = new Map<string, Aws>();

  public constructor(
    private readonly assembly: Assembly,
    /** The region of the alarm. */
    private readonly aws: Aws,
    private readonly folder: string,
    private readonly alarm: LiveAlarm,
    private readonly change: string,
    private readonly since: Date,
  ) {}

  /** The outcome for each recipient so far, in their order. */
  public async verdicts(recipients: readonly Recipient[]): Promise<Verdict[]> {
    const history = actionsSince(this.aws, this.alarm.name, this.since);
    // for the notifier's channels its table decides, and the history only explains a missing entry
    const isNeeded = recipients.some(({ notified }) => notified === undefined);
    const actions = await (isNeeded ? history : history.catch(() => []));
    const tables = new Map<string, Promise<Map<string, Entry>>>();
    const entriesOf = ({ stack, table }: NonNullable<Recipient['notified']>['notifier']) => {
      const known = tables.get(table) ?? readEntries(this.#in(stack), table, deliveriesOf(this.change));
      tables.set(table, known);
      return known;
    };
    return Promise.all(
      recipients.map(async (recipient) => {
        const { notified, action, subscription } = recipient;
        const verdict =
          notified === undefined
            ? ofAction(action, actions)
            : ofEntry((await entriesOf(notified.notifier)).get(notified.channel.id), action, actions);
        if (subscription === undefined || (verdict.outcome !== 'delivered' && verdict.outcome !== 'sent'))
          return verdict;
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
      return { outcome: 'failed', detail: 'not subscribed: it was unsubscribed, or the route is not deployed' };
    }
    if (!live.isConfirmed) {
      return { outcome: 'failed', detail: 'not confirmed: click the link in the confirmation e-mail from AWS' };
    }
    const obstacle = protocol === 'sms' ? await this.#obstacleTo(endpoint, aws) : undefined;
    if (obstacle !== undefined) return { outcome: 'failed', detail: obstacle };
    return { outcome: 'sent', detail: 'AWS has sent it; check that it arrived' };
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

/** The names of functions and queues are known only after deployment; Amazon Q subscribes by an address of its own. */
const isAlike = (live: LiveSubscription, protocol: string): boolean =>
  protocol === 'chatbot' ? live.endpoint.includes('chatbot') : live.protocol === protocol;

function ofAction(action: string, actions: readonly ActionTaken[]): Verdict {
  const taken = actions.find(({ summary }) => summary.includes(nameIn(action)));
  if (taken === undefined) return { outcome: 'waiting', detail: "the alarm's history does not show the action yet" };
  return taken.succeeded ? { outcome: 'sent' } : { outcome: 'failed', detail: taken.summary };
}

function ofEntry(entry: Entry | undefined, action: string, actions: readonly ActionTaken[]): Verdict {
  switch (entry?.state) {
    case 'sent':
      return { outcome: 'delivered' };
    case 'skipped':
    case 'dead':
      return { outcome: 'failed', detail: entry.reason };
    case 'waiting':
      return { outcome: 'waiting', detail: `retrying: ${entry.reason}` };
    case 'sending':
      return { outcome: 'waiting', detail: entry.reason ?? 'being sent' };
    default: {
      const taken = ofAction(action, actions);
      if (taken.outcome === 'failed') return taken;
      const published = taken.outcome === 'sent' ? 'published to the topic; ' : '';
      return { outcome: 'waiting', detail: `${published}the notifier has not processed it yet` };
    }
  }
}
