import { labelOf } from '../../contracts/channels';
import { AlarmIndex } from '../assembly/alarm-index';
import type { Alarm, Assembly, NotifiedChannel, Notifier, Subscription } from '../assembly/model';
import { reportTopics } from '../assembly/report-topics';

/** How an alarm notifies. */
export type AlarmRoute =
  | { readonly by: 'action'; readonly destinations: readonly string[]; readonly withoutRecipient: boolean }
  | { readonly by: 'composite'; readonly composites: readonly string[] }
  | { readonly by: 'nothing' };

/** A recipient of an alarm's notifications, and how they get there. */
export interface Recipient {
  /** `oncall@example.com`, `Slack C0123ABCD` */
  readonly name: string;
  /** The alarm action that leads to the recipient. */
  readonly action: string;
  readonly subscription?: Subscription;
  /** Vigil's notifier function that sends to it, and the channel that it sends by. */
  readonly notified?: { readonly notifier: Notifier; readonly channel: NotifiedChannel };
}

const ENDPOINTS: Readonly<Record<string, (endpoint: string) => string>> = {
  lambda: (arn) => `function ${arn.split(':').at(-1)}`,
  sqs: (arn) => `queue ${arn.split(':').at(-1)}`,
  chatbot: (channel) => `Slack ${channel}`,
};

/** `oncall@example.com`, `+4915112345678`, `function Notifier`. */
export function endpointInWords({ protocol, endpoint, filtered }: Subscription): string {
  const name = ENDPOINTS[protocol]?.(endpoint) ?? endpoint;
  return filtered ? `${name} (filtered)` : name;
}

/** Actions other than topics of the assembly. */
const ACTIONS: readonly [RegExp, (...parts: string[]) => string][] = [
  [/^arn:[^:]+:sns:[^:]*:[^:]*:(.+)$/, (topic) => `topic ${topic} (declared elsewhere)`],
  [/^arn:[^:]+:lambda:[^:]*:[^:]*:function:(.+)$/, (name) => `function ${name}`],
  [/^arn:[^:]+:automate:[^:]*:ec2:(.+)$/, (action) => `EC2 ${action}`],
  [/^arn:[^:]+:autoscaling:/, () => 'a scaling policy'],
  [/^arn:[^:]+:ssm:[^:]*:[^:]*:opsitem:/, () => 'an OpsItem'],
  [/^arn:[^:]+:ssm-incidents:/, () => 'an incident response plan'],
];

export class Routes {
  readonly #alarms: AlarmIndex;
  readonly #reports: ReadonlySet<string>;
  readonly #parents = new Map<Alarm, Alarm[]>();

  public constructor(private readonly assembly: Assembly) {
    this.#alarms = new AlarmIndex(assembly.alarms);
    this.#reports = reportTopics(assembly);
    for (const composite of assembly.alarms) {
      if (composite.kind !== 'composite') continue;
      for (const reference of composite.children) {
        const child = this.#alarms.find(reference, composite.stack);
        if (child !== undefined) this.#parents.set(child, [...(this.#parents.get(child) ?? []), composite]);
      }
    }
  }

  public of(alarm: Alarm): AlarmRoute {
    const { severity } = alarm;
    const alerting = this.#alerting(alarm);
    if (alerting.length > 0) {
      const reached = alerting.map((arn) => this.#destinations(arn, severity));
      return {
        by: 'action',
        destinations: [...new Set(reached.flatMap(({ destinations }) => destinations))],
        withoutRecipient: reached.every(({ withoutRecipient }) => withoutRecipient),
      };
    }
    const parents = this.#notifyingParents(alarm, new Set());
    return parents.length > 0 ? { by: 'composite', composites: parents.map(({ label }) => label) } : { by: 'nothing' };
  }

  /** The recipients of an alarm when it fires, one entry for each action and subscription. */
  public recipientsOf(alarm: Alarm): Recipient[] {
    return this.#alerting(alarm).flatMap((arn) => this.#recipients(arn, alarm.severity));
  }

  /** Whether, while this composite is in ALARM, no message says that another of its alarms fires: they report to no notifier. */
  public masks(composite: Alarm): boolean {
    if (composite.kind !== 'composite' || composite.children.length < 2 || this.#alerting(composite).length === 0)
      return false;
    return composite.children.some((reference) => {
      const child = this.#alarms.find(reference, composite.stack);
      return child !== undefined && child.actions.alarm.length === 0;
    });
  }

  /** The actions of ALARM that notify somebody. */
  #alerting({ actions }: Alarm): string[] {
    return actions.alarm.filter((arn) => !this.#reports.has(arn));
  }

  /** The nearest composite alarms above it that have actions. */
  #notifyingParents(alarm: Alarm, seen: Set<Alarm>): Alarm[] {
    const parents = (this.#parents.get(alarm) ?? []).filter((parent) => !seen.has(parent));
    return parents.flatMap((parent) => {
      seen.add(parent);
      return this.#alerting(parent).length > 0 ? [parent] : this.#notifyingParents(parent, seen);
    });
  }

  #destinations(arn: string, severity: string): { destinations: string[]; withoutRecipient: boolean } {
    const destinations = this.#recipients(arn, severity).map(({ name }) => name);
    if (destinations.length > 0) return { destinations, withoutRecipient: false };
    const topic = this.assembly.topics.find((candidate) => candidate.arn === arn);
    const hasSubscriber = this.#subscriptionsOf(arn).length > 0;
    const reason = hasSubscriber ? `no channel carries ${severity}` : `topic ${topic?.name} has no subscriber`;
    return { destinations: [`no recipient: ${reason}`], withoutRecipient: true };
  }

  #recipients(action: string, severity: string): Recipient[] {
    const subscriptions = this.#subscriptionsOf(action);
    if (subscriptions.length > 0) return subscriptions.flatMap((each) => this.#reached(action, each, severity));
    if (this.assembly.topics.some(({ arn }) => arn === action)) return [];
    for (const [pattern, inWords] of ACTIONS) {
      const match = pattern.exec(action);
      if (match !== null) return [{ action, name: inWords(...match.slice(1)) }];
    }
    return [{ action, name: action }];
  }

  #subscriptionsOf(topicArn: string): Subscription[] {
    return this.assembly.subscriptions.filter((each) => each.topicArn === topicArn);
  }

  /** The recipients behind a subscription. Behind Vigil's notifier they are its channels. */
  #reached(action: string, subscription: Subscription, severity: string): Recipient[] {
    const notifier = this.assembly.notifiers.find(({ queueArn }) => queueArn === subscription.endpoint);
    if (notifier === undefined) return [{ action, subscription, name: endpointInWords(subscription) }];
    return notifier.channels
      .filter(({ severities, level }) => level === undefined && carries(severities, severity))
      .flatMap((channel) =>
        this.#reachedBy(channel, severity).map((each) => ({ ...each, action, notified: { notifier, channel } })),
      );
  }

  #reachedBy(
    { kind, topicArn, target }: NotifiedChannel,
    severity: string,
  ): Pick<Recipient, 'name' | 'subscription'>[] {
    if (topicArn === undefined) return [{ name: `${labelOf(kind)} ${target ?? ''}`.trim() }];
    return this.#subscriptionsOf(topicArn)
      .filter(({ severities, levels }) => carries(severities, severity) && (levels?.includes('1') ?? true))
      .map((subscription) => {
        const filtered = subscription.filtered && subscription.severities === undefined;
        return { subscription, name: endpointInWords({ ...subscription, filtered }) };
      });
  }
}

/** An alarm of unknown severity may reach every channel. */
const carries = (severities: readonly string[] | undefined, severity: string): boolean =>
  severity === 'unknown' || (severities?.includes(severity) ?? true);
