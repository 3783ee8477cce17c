import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Notifier } from '../alerting/notifier';
import type { RegionalTopics } from '../alerting/regional-topics';
import type { Severity } from '../contracts/severity';
import { NO_CHARTS } from '../dashboards/chart';
import type { Part } from '../dashboards/part';
import { HEARTBEAT_RULES } from '../rules/heartbeat-rules';
import { INCIDENT_API_RULES } from '../rules/incident-api-rules';
import { candidates } from '../rules/rule';
import { stackPathOf } from '../tree/naming';
import { EventApiMonitor } from './event-api-monitor';
import type { IVigil, Monitor } from './monitor';
import { QueueMonitor } from './queue-monitor';
import { functionPart } from './resources/function';
import { queuePart } from './resources/queue';
import { topicPart } from './resources/topic';
import type { WatchContext } from './resources/watch-context';

/** The notifier's queues with its heartbeat, and the incident API. */
class NotifierMonitor extends QueueMonitor {
  public constructor(
    private readonly notifier: Notifier,
    vigil: IVigil,
    label: string,
  ) {
    super(notifier, 'Monitor', { vigil, queue: notifier.queue, label });
  }

  public override _parts(context: WatchContext): Part[] {
    const [queue, ...others] = super._parts(context) as [Part, ...Part[]];
    const heartbeat = {
      ...queue,
      id: 'Heartbeat',
      rules: candidates(HEARTBEAT_RULES, {}),
      charts: NO_CHARTS,
    };
    return [queue, heartbeat, ...this.#incidentApi(context), ...this.#otherQueues(context), ...others];
  }

  #incidentApi({ graph }: WatchContext): Part[] {
    const { incidentApi } = this.notifier;
    if (incidentApi === undefined) return [];
    const { api, page } = incidentApi;
    const part = functionPart(api.node.defaultChild as CfnFunction, [], graph);
    return [{ ...part, id: 'Answers', label: 'Answers', rules: candidates(INCIDENT_API_RULES, { apiId: page.apiId }) }];
  }

  /** Is what P0 and people wait for worked on. */
  #otherQueues(context: WatchContext): Part[] {
    const { urgentQueue, commands } = this.notifier;
    return [
      { label: 'Urgent', queue: urgentQueue },
      { label: 'Commands', queue: commands },
    ].map(({ label, queue }) => {
      const part = queuePart(queue, context);
      const rules = part.rules.filter(({ rule }) => rule.id === 'QueueStuck');
      return { ...part, id: label, label, rules, charts: NO_CHARTS };
    });
  }
}

/** The topics that send SMS without the notifier: failed deliveries and the monthly spending limit. */
class TextMessagesMonitor extends EventApiMonitor {
  readonly #topics: ReadonlyMap<Severity, Topic>;

  public constructor(scope: Construct, id: string, vigil: IVigil, topics: ReadonlyMap<Severity, Topic>) {
    const [first] = [...topics.values()] as [Topic];
    super(scope, id, { vigil, source: first, label: `${stackPathOf(vigil)}.TextMessages` });
    this.#topics = topics;
  }

  public override _parts(): Part[] {
    return [...this.#topics].map(([severity, topic], index) => ({
      ...topicPart(topic, topic.node.defaultChild as CfnTopic, {
        hasDeadLetterQueue: false,
        isFiltered: false,
        callsHttp: false,
        // the limit is one for the account
        sendsSms: index === 0,
      }),
      id: severity,
      label: severity,
    }));
  }
}

/** Watches the delivery of alerts like every other component: processing, backlog, dead letters. */
export function watchDelivery(vigil: IVigil, { notifier, textTopics }: RegionalTopics): void {
  if (notifier === undefined) {
    if (textTopics.size > 0) new TextMessagesMonitor(vigil, 'TextMessages', vigil, textTopics);
    return;
  }
  const path = stackPathOf(vigil);
  new NotifierMonitor(notifier, vigil, `${path}.Notifier`);
  new EventApiMonitor(notifier, 'AlertsMonitor', { vigil, source: notifier.alerts, label: `${path}.Alerts` });
}

/** The topic for alarms on the notifier itself, which does not need the notifier. Undefined for all other monitors. */
export const topicWithoutNotifier = (monitor: Monitor, notifier: Notifier | undefined): string | undefined =>
  notifier !== undefined && monitor.node.scope === notifier ? notifier.watch.topicArn : undefined;
