import type { Alarm, Assembly } from '../../assembly/model';
import { reportTopics } from '../../assembly/report-topics';
import { isMessage } from '../../simulator/actions';
import type { Scene } from '../../testing/scene';
import type { AlarmRun } from '../alarms/alarm-run';
import type { AlertView, InjectedView, ReportView } from '../protocol';
import type { Failures, Injected } from '../scenarios/incidents';

/** What a report is about. */
export interface Rehearsed {
  readonly assembly: Assembly;
  readonly scene: Scene;
  readonly run: AlarmRun;
  readonly failures: Failures;
  /** When it began. */
  readonly opening: number;
  readonly now: number;
}

/** An alarm that fires so long after a failure is over was not fired by it. */
const AFTER_SECONDS = 3600;
const SEVERITIES: readonly string[] = ['P0', 'P1', 'P2', 'P3', 'unknown'];

/** The alerts of a rehearsal so far: of which severity, after which failure, and which ones nothing explains. */
export function reportOn(rehearsed: Rehearsed): ReportView {
  const { assembly, failures, opening, now } = rehearsed;
  const alerts = alertsIn(rehearsed);
  const explained = failures.all.map((injected) => ({
    ...injectedView(injected, rehearsed),
    alerts: alerts.filter((alert) => explains(injected, alert, rehearsed)),
  }));
  const known = new Set(explained.flatMap((each) => each.alerts));
  return {
    since: opening,
    now,
    alerts: SEVERITIES.map((severity) => ({
      severity,
      count: alerts.filter((each) => each.severity === severity).length,
    })).filter(({ severity, count }) => count > 0 || assembly.alarms.some((each) => each.severity === severity)),
    failures: explained,
    unexplained: alerts.filter((each) => !known.has(each)),
  };
}

/** A failure, and when it was noticed. */
export function injectedView({ id, failure, target, from, to }: Injected, rehearsed: Rehearsed): InjectedView {
  const { assembly, run, now } = rehearsed;
  const until = Math.min((to ?? now) + AFTER_SECONDS, now);
  const concerned = assembly.alarms.filter(({ component }) => component === target.component);
  const changes = concerned.flatMap((alarm) => run.trackOf(alarm).changes.filter((each) => each.to === 'ALARM'));
  const alerts = alertsIn(rehearsed).filter(({ component }) => component === target.component);
  const firstOf = (all: readonly { readonly time: number }[]): number | undefined =>
    all
      .map(({ time }) => time)
      .filter((time) => time > from && time <= until)
      .sort((one, other) => one - other)[0];
  return {
    ...{ id, name: failure.name, component: target.component, resource: target.resource, from, to },
    detectedAt: firstOf(changes),
    alertedAt: firstOf(alerts),
  };
}

/** In order of time, each once for all of its receivers. */
function alertsIn({ assembly, run, opening }: Rehearsed): AlertView[] {
  const reports = reportTopics(assembly);
  const declared = new Map(assembly.alarms.map((alarm, id) => [alarm.arn, { alarm, id }]));
  const alerts = new Map<string, AlertView>();
  for (const { alarm, change, target, time } of run.actions) {
    const found = declared.get(alarm.arn);
    if (found === undefined || time <= opening || change.to !== 'ALARM' || !isMessage(target) || reports.has(target))
      continue;
    const { name, label, component, severity } = found.alarm;
    alerts.set(`${time} ${alarm.arn}`, { id: found.id, time, name, label, component, severity });
  }
  return [...alerts.values()];
}

/** Whether an alarm reads what a failure changes, while it lasts or soon after. */
function explains(injected: Injected, { id, time }: AlertView, { assembly, scene, failures }: Rehearsed): boolean {
  const { from, to = Number.POSITIVE_INFINITY, target } = injected;
  if (time <= from || time > to + AFTER_SECONDS) return false;
  const alarm = assembly.alarms[id] as Alarm;
  if (alarm.component === target.component) return true;
  return scene
    .alarmsBehind(alarm)
    .some(
      (each) =>
        each.kind !== 'composite' &&
        [...each.queries.flatMap(({ metric }) => metric ?? []), ...each.selected].some((metric) =>
          failures.isChanged(metric, injected),
        ),
    );
}
