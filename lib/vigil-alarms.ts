import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type ComponentAlarms, planAlarms } from './alarms/component-alarms';
import { type AlarmSite, alarmStackName, placeFor, plan } from './alarms/places';
import type { RegionalTopics } from './alerting/regional-topics';
import type { AlarmsIn } from './contracts/alarms-in';
import type { Severity } from './contracts/severity';
import type { ComponentView } from './dashboards/component-view';
import type { WatchedComponent } from './monitors/discovery/watched-components';
import type { Monitor } from './monitors/monitor';
import { topicWithoutNotifier } from './monitors/notifier-monitors';
import { consoleUrl } from './monitors/resources/console';
import type { RuleChanges } from './rules/rule-changes';
import { runbookUrl } from './runbook-url';
import { holderIn } from './tree/holder';
import { stackPathOf, topStack } from './tree/naming';

export interface AlarmOptions {
  readonly environment: string;
  readonly grouping: boolean;
  readonly baselines: boolean;
  readonly runbookBaseUrl?: string;
  readonly changes: RuleChanges;
  readonly topics: RegionalTopics;
  readonly isDashboardOnly: (severity: Severity) => boolean;
  readonly dashboardName: string;
  readonly alarmsIn?: AlarmsIn;
}

export interface WatchedAlarms extends Pick<ComponentAlarms, 'errors' | 'ruleErrors'> {
  readonly view: ComponentView;
}

/**
 * Plans the alarms of a component of a Vigil. What is returned creates them, once those of all Vigils are planned, and says what
 * dashboards show of it.
 */
export function alarmsOf(
  vigil: Construct,
  { monitor, parts, details }: WatchedComponent,
  { changes, topics, dashboardName, runbookBaseUrl, alarmsIn, ...options }: AlarmOptions,
): () => WatchedAlarms {
  const { component, _type: type } = monitor;
  const ownTopic = topicWithoutNotifier(monitor, topics.notifier);
  const isOfVigil = ownTopic !== undefined;
  const id = idOf(vigil, monitor);
  const owner = topStack(monitor._resource ?? monitor);
  /** Companion stacks have alarms of several stacks, whose components may have the same names. */
  const isElsewhere = (stack: Stack) => topics.hasMade(topStack(stack)) && owner !== topStack(vigil);
  const siteIn = (stack: Stack, part = ''): AlarmSite => {
    const place = placeFor(stack, `${id}/${part}`, alarmsIn);
    const scope = Stack.of(monitor) === place ? monitor : childOf(holderIn(vigil, place), id);
    return { scope, stack: place, namePrefix: alarmStackName(stack, alarmsIn, isElsewhere(stack) ? owner : undefined) };
  };
  const planned = planAlarms(parts, {
    ...options,
    component,
    type,
    grouping: monitor._grouping ?? options.grouping,
    optionsOf: (ruleId) => changes.of(monitor, ruleId),
    siteIn,
    topicArn: (severity, stack) => ownTopic ?? topics.arnFor(severity, stack),
    // what watches the notifier itself does not report to it
    childrenTopicArn: (stack) => (isOfVigil ? undefined : topics.childrenArnFor(stack)),
    runbookUrl: (ruleId) => runbookUrl(ruleId, runbookBaseUrl),
    dashboardUrl: consoleUrl(vigil, `cloudwatch/home#dashboards:name=${dashboardName}`),
  });
  for (const [stack, size] of planned.sizes) plan(stack, size);
  return () => {
    const { alarms, ...errors } = planned.build();
    const stack = topStack(monitor._resource ?? parts[0]?.stack ?? monitor);
    return { ...errors, view: { id, component, type, isOfVigil, stack, parts, details, alarms } };
  };
}

const childOf = (holder: Construct, id: string): Construct =>
  (holder.node.tryFindChild(id) as Construct | undefined) ?? new Construct(holder, id);

const idOf = (vigil: Construct, monitor: Monitor): string =>
  monitor.node.scope === vigil ? monitor.node.id : `${topStack(monitor).node.id}-${stackPathOf(monitor)}`;
