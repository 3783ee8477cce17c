import { AlarmIndex } from '../assembly/alarm-index';
import type { Alarm, Assembly, Subscription } from '../assembly/model';

/** Whom an alarm tells. */
export type AlarmRoute =
  | { readonly by: 'action'; readonly destinations: readonly string[]; readonly unheard: boolean }
  | { readonly by: 'composite'; readonly composites: readonly string[] }
  | { readonly by: 'nothing' };

const ENDPOINTS: Readonly<Record<string, (endpoint: string) => string>> = {
  lambda: (arn) => `function ${arn.split(':').at(-1)}`,
  sqs: (arn) => `queue ${arn.split(':').at(-1)}`,
};

/** `oncall@example.com`, `+4915112345678`, `function Notifier`. */
export function endpointInWords({ protocol, endpoint, filtered }: Subscription): string {
  const name = ENDPOINTS[protocol]?.(endpoint) ?? endpoint;
  return filtered ? `${name} (filtered)` : name;
}

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
      const reached = actions.alarm.map((arn) => this.#destinations(arn));
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

  #destinations(arn: string): { destinations: string[]; unheard: boolean } {
    const topic = this.assembly.topics.find((candidate) => candidate.arn === arn);
    const subscriptions = this.assembly.subscriptions.filter(({ topicArn }) => topicArn === arn);
    if (subscriptions.length > 0) return { destinations: subscriptions.map(endpointInWords), unheard: false };
    if (topic !== undefined) return { destinations: [`nobody: topic ${topic.name} has no subscriber`], unheard: true };
    for (const [pattern, inWords] of ACTIONS) {
      const match = pattern.exec(arn);
      if (match !== null) return { destinations: [inWords(...match.slice(1))], unheard: false };
    }
    return { destinations: [arn], unheard: false };
  }
}
