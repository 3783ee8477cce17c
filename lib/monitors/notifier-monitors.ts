import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Notifier } from '../alerting/notifier';
import type { RegionalTopics } from '../alerting/regional-topics';
import type { Severity } from '../alerting/severity';
import type { Part } from '../dashboards/part';
import { ANSWERS_RULES } from '../rules/answers-rules';
import { HEARTBEAT_RULES } from '../rules/heartbeat-rules';
import { candidates } from '../rules/rule';
import { placeOf } from '../tree/naming';
import { EventApiMonitor } from './event-api-monitor';
import type { IVigil, Monitor } from './monitor';
import { QueueMonitor } from './queue-monitor';
import { functionPart } from './resources/function';
import { topicPart } from './resources/topic';
import type { WatchContext } from './resources/watch-context';

/** The notifier's queue, with its heartbeat, and where people answer. */
class NotifierMonitor extends QueueMonitor {
  readonly #answers?: CfnFunction;

  public constructor(notifier: Notifier, vigil: IVigil, label: string) {
    super(notifier, 'Monitor', { vigil, queue: notifier.queue, label });
    this.#answers = notifier.answers?.node.defaultChild as CfnFunction | undefined;
  }

  public override _parts(context: WatchContext): Part[] {
    const [queue, ...others] = super._parts(context) as [Part, ...Part[]];
    const heartbeat = {
      ...queue,
      id: 'Heartbeat',
      rules: candidates(HEARTBEAT_RULES, {}),
      graphs: { what: [], why: [] },
    };
    const answers = this.#answers
      ? [{ ...functionPart(this.#answers, ANSWERS_RULES), id: 'Answers', label: 'Answers' }]
      : [];
    return [queue, heartbeat, ...answers, ...others];
  }
}

/** The topics that send text messages themselves: are they delivered, and is the month's limit nearly spent. */
class TextMessagesMonitor extends EventApiMonitor {
  readonly #topics: ReadonlyMap<Severity, Topic>;

  public constructor(scope: Construct, id: string, vigil: IVigil, topics: ReadonlyMap<Severity, Topic>) {
    const [first] = [...topics.values()] as [Topic];
    super(scope, id, { vigil, source: first, label: `${placeOf(vigil)}.TextMessages` });
    this.#topics = topics;
  }

  public override _parts(): Part[] {
    return [...this.#topics].map(([severity, topic], index) => ({
      ...topicPart(topic, topic.node.defaultChild as CfnTopic, {
        hasDeadLetterQueue: false,
        isFiltered: false,
        // the limit is one for the account
        sendsSms: index === 0,
      }),
      id: severity,
      label: severity,
    }));
  }
}

/** What tells people is watched like everything else: is it worked on, does it keep up, are there dead letters. */
export function watchDelivery(vigil: IVigil, { notifier, textTopics }: RegionalTopics): void {
  if (notifier === undefined) {
    if (textTopics.size > 0) new TextMessagesMonitor(vigil, 'TextMessages', vigil, textTopics);
    return;
  }
  const place = placeOf(vigil);
  new NotifierMonitor(notifier, vigil, `${place}.Notifier`);
  new EventApiMonitor(notifier, 'AlertsMonitor', { vigil, source: notifier.alerts, label: `${place}.Alerts` });
}

/** Where alarms on the notifier go: past it. Undefined for all others. */
export const topicPastNotifier = (monitor: Monitor, notifier: Notifier | undefined): string | undefined =>
  notifier !== undefined && monitor.node.scope === notifier ? notifier.watch.topicArn : undefined;
