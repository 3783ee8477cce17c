import { AlarmIndex } from '../assembly/alarm-index';
import type { Alarm, Assembly, NotifiedChannel, Subscription } from '../assembly/model';

/** Whom an alarm tells. */
export type AlarmRoute =
  | { readonly by: 'action'; readonly destinations: readonly string[]; readonly unheard: boolean }
  | { readonly by: 'composite'; readonly composites: readonly string[] }
  | { readonly by: 'nothing' };

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

/** Channels that Vigil's function tells, by their kind. */
const CHANNELS: Readonly<Record<string, string>> = {
  slack: 'Slack',
  slackBot: 'Slack',
  discord: 'Discord',
  webhook: 'webhook',
};

/** Actions that are no topic. */
const ACTIONS: readonly [RegExp, (...parts: string[]) => string][] = [
  [/^arn:[^:]+:sns:[^:]*:[^:]*:(.+)$/, (topic) => `topic ${topic}, not declared here`],
  [/^arn:[^:]+:lambda:[^:]*:[^:]*:function:(.+)$/, (name) => `function ${name}`],
  [/^arn:[^:]+:automate:[^:]*:ec2:(.+)$/, (action) => `EC2 ${action}`],
  [/^arn:[^:]+:autoscaling:/, () => 'a scaling policy'],
  [/^arn:[^:]+:ssm:[^:]*:[^:]*:opsitem:/, () => 'an OpsItem'],
  [/^arn:[^:]+:ssm-incidents:/, () => 'an incident response plan'],
];

export class Routes {
  readonly #alarms: AlarmIndex;
  readonly #parents = new Map<Alarm, Alarm[]>();

  public constructor(private readonly assembly: Assembly) {
    this.#alarms = new AlarmIndex(assembly.alarms);
    for (const composite of assembly.alarms) {
      if (composite.kind !== 'composite') continue;
      for (const reference of composite.children) {
        const child = this.#alarms.find(reference, composite.stack);
        if (child !== undefined) this.#parents.set(child, [...(this.#parents.get(child) ?? []), composite]);
      }
    }
  }

  public of(alarm: Alarm): AlarmRoute {
    const { actions } = alarm;
    if (actions.alarm.length > 0) {
      const reached = actions.alarm.map((arn) => this.#destinations(arn, alarm.severity));
      return {
        by: 'action',
        destinations: [...new Set(reached.flatMap(({ destinations }) => destinations))],
        unheard: reached.every(({ unheard }) => unheard),
      };
    }
    const speakers = this.#speakersAbove(alarm, new Set());
    return speakers.length > 0
      ? { by: 'composite', composites: speakers.map(({ label }) => label) }
      : { by: 'nothing' };
  }

  /** The nearest composites above that notify somebody. */
  #speakersAbove(alarm: Alarm, seen: Set<Alarm>): Alarm[] {
    const parents = (this.#parents.get(alarm) ?? []).filter((parent) => !seen.has(parent));
    return parents.flatMap((parent) => {
      seen.add(parent);
      return parent.actions.alarm.length > 0 ? [parent] : this.#speakersAbove(parent, seen);
    });
  }

  #destinations(arn: string, severity: string): { destinations: string[]; unheard: boolean } {
    const topic = this.assembly.topics.find((candidate) => candidate.arn === arn);
    const subscriptions = this.assembly.subscriptions.filter(({ topicArn }) => topicArn === arn);
    if (subscriptions.length > 0) {
      const destinations = subscriptions.flatMap((each) => this.#reached(each, severity));
      return destinations.length > 0
        ? { destinations, unheard: false }
        : { destinations: [`nobody: no channel carries ${severity}`], unheard: true };
    }
    if (topic !== undefined) return { destinations: [`nobody: topic ${topic.name} has no subscriber`], unheard: true };
    for (const [pattern, inWords] of ACTIONS) {
      const match = pattern.exec(arn);
      if (match !== null) return { destinations: [inWords(...match.slice(1))], unheard: false };
    }
    return { destinations: [arn], unheard: false };
  }

  /** Who hears by a subscription: behind Vigil's function, those that it tells. */
  #reached(subscription: Subscription, severity: string): string[] {
    const notifier = this.assembly.notifiers.find(({ queueArn }) => queueArn === subscription.endpoint);
    if (notifier === undefined) return [endpointInWords(subscription)];
    return notifier.channels
      .filter(({ severities }) => carries(severities, severity))
      .flatMap((channel) => this.#told(channel, severity));
  }

  #told({ kind, topicArn, place }: NotifiedChannel, severity: string): string[] {
    if (topicArn === undefined) return [`${CHANNELS[kind] ?? kind} ${place ?? ''}`.trim()];
    return this.assembly.subscriptions
      .filter((each) => each.topicArn === topicArn && carries(each.severities, severity))
      .map((each) => endpointInWords({ ...each, filtered: each.filtered && each.severities === undefined }));
  }
}

/** Of an alarm that says nothing of its severity, everybody may hear. */
const carries = (severities: readonly string[] | undefined, severity: string): boolean =>
  severity === 'unknown' || (severities?.includes(severity) ?? true);
