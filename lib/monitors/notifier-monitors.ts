import type { Notifier } from '../alerting/notifier';
import type { Part } from '../dashboards/part';
import { HEARTBEAT_RULES } from '../rules/heartbeat-rules';
import { candidates } from '../rules/rule';
import { placeOf } from '../tree/naming';
import { EventApiMonitor } from './event-api-monitor';
import type { IVigil, Monitor } from './monitor';
import { QueueMonitor } from './queue-monitor';
import type { WatchContext } from './watch-context';

/** The notifier's queue, with its heartbeat. */
class NotifierMonitor extends QueueMonitor {
  public override _parts(context: WatchContext): Part[] {
    const [queue, ...others] = super._parts(context) as [Part, ...Part[]];
    const heartbeat = {
      ...queue,
      id: 'Heartbeat',
      rules: candidates(HEARTBEAT_RULES, {}),
      graphs: { what: [], why: [] },
    };
    return [queue, heartbeat, ...others];
  }
}

/** What tells people is watched like everything else: is it worked on, does it keep up, are there dead letters. */
export function watchNotifier(vigil: IVigil, notifier: Notifier | undefined): void {
  if (notifier === undefined) return;
  const place = placeOf(vigil);
  new NotifierMonitor(notifier, 'Monitor', { vigil, queue: notifier.queue, label: `${place}.Notifier` });
  new EventApiMonitor(notifier, 'AlertsMonitor', { vigil, source: notifier.alerts, label: `${place}.Alerts` });
}

/** Where alarms on the notifier go: past it. Undefined for all others. */
export const topicPastNotifier = (monitor: Monitor, notifier: Notifier | undefined): string | undefined =>
  notifier !== undefined && monitor.node.scope === notifier ? notifier.watch.topicArn : undefined;
