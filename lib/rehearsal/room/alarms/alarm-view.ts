import { guidanceIn } from '../../../../lambda/shared/parsing/description';
import { unitOf } from '../../assembly/metric-units';
import type { Alarm, Assembly } from '../../assembly/model';
import { conditionInWords } from '../../preview/condition-text';
import { Routes } from '../../preview/routes';
import type { Track } from '../../simulator/model';
import { stateAt } from '../../simulator/track';
import type { Range } from '../dashboards/graph';
import type { AlarmDetail, AlarmFacts, AlarmStatus, Line } from '../protocol';
import type { AlarmRun } from './alarm-run';
import type { Coverage } from './covering-tests';

/** The newest changes that are shown. */
const MOST_CHANGES = 40;

/** What the room says of alarms that does not change. */
export class AlarmViews {
  readonly #routes: Routes;
  readonly facts: readonly AlarmFacts[];

  public constructor(
    private readonly assembly: Assembly,
    private readonly coverage?: Coverage,
  ) {
    this.#routes = new Routes(assembly);
    this.facts = assembly.alarms.map((alarm) => ({
      name: alarm.name,
      label: alarm.label,
      severity: alarm.severity,
      component: alarm.component,
      kind: alarm.kind,
      condition: conditionInWords(alarm, (reference) => this.#find(reference)?.label ?? reference),
    }));
  }

  /** Everything about one alarm at a time. */
  public detail(alarm: Alarm, run: AlarmRun, range: Range, statusOf: (alarm: Alarm) => AlarmStatus): AlarmDetail {
    const { meaning, steps, runbookUrl } = guidanceIn(alarm.description);
    const track = run.trackOf(alarm);
    const children = alarm.kind === 'composite' ? alarm.children.flatMap((each) => this.#find(each) ?? []) : [];
    const parents = this.assembly.alarms.filter(
      (each) => each.kind === 'composite' && each.children.some((child) => child === alarm.arn || child === alarm.name),
    );
    return {
      status: statusOf(alarm),
      ...{ meaning, steps, runbookUrl },
      notifies: notifiedBy(alarm, this.#routes),
      tests: this.coverage?.of(alarm) ?? [],
      children: children.map(statusOf),
      parents: parents.map(statusOf),
      problem: run.whyNotModelled(alarm),
      states: statesIn(track, range),
      changes: track.changes
        .filter(({ time }) => time <= range.to)
        .slice(-MOST_CHANGES)
        .reverse()
        .map(({ time, from, to, reason, ground }) => ({ time, from, to, reason, ground })),
      judged: judgedOf(alarm),
      ...comparedIn(alarm, run, range),
    };
  }

  #find(reference: string): Alarm | undefined {
    return this.assembly.alarms.find(({ arn, name }) => arn === reference || name === reference);
  }
}

function notifiedBy(alarm: Alarm, routes: Routes): string[] {
  const route = routes.of(alarm);
  if (route.by === 'action') return [...route.destinations];
  return route.by === 'composite' ? route.composites.map((name) => `through the composite alarm ${name}`) : [];
}

const judgedOf = (alarm: Alarm): AlarmDetail['judged'] =>
  'periodSeconds' in alarm && alarm.periodSeconds !== undefined
    ? {
        periodSeconds: alarm.periodSeconds,
        evaluationPeriods: alarm.evaluationPeriods,
        datapointsToAlarm: alarm.datapointsToAlarm,
      }
    : undefined;

/** From when on it was in which state. */
function statesIn(track: Track, { from, to }: Range): AlarmDetail['states'] {
  const within = track.changes.filter(({ time }) => time > from && time <= to);
  return [{ time: from, state: stateAt(track, from) }, ...within.map(({ time, to: state }) => ({ time, state }))];
}

/** What it compared at each evaluation, and with what. */
export function comparedIn(alarm: Alarm, run: AlarmRun, { from, to }: Range): Pick<AlarmDetail, 'graph' | 'threshold'> {
  const span = { start: Math.max(from, run.start), end: to };
  const observed = run.whyNotModelled(alarm) === undefined ? run.observedBy(alarm, span) : undefined;
  if (observed === undefined || !('queries' in alarm)) return {};
  const { times, values, band, threshold } = observed;
  const first = Math.max(
    0,
    times.findIndex((time) => time > from),
  );
  const count = times.findLastIndex((time) => time <= to) + 1 - first;
  const periodSeconds = (times[first + 1] ?? 0) - (times[first] ?? 0) || 60;
  const line = (label: string, column: Float64Array, unit: string | undefined, color?: string): Line => ({
    ...{ label, unit, color, axis: 'left', periodSeconds },
    start: times[first] ?? from,
    values: Array.from(column.subarray(first, first + count), (value) => (Number.isFinite(value) ? value : null)),
  });
  const compared = alarm.queries.find(({ returned, id }) => returned && id !== alarm.bandId);
  const unit = compared?.metric === undefined ? undefined : unitOf(compared.metric);
  const label =
    compared?.label ?? (compared?.metric && `${compared.metric.name} ${compared.metric.statistic}`) ?? 'value';
  const limits = (band ?? []).map((side, index) =>
    line(index === 0 ? 'upper band' : 'lower band', side, unit, '#9aa5b1'),
  );
  return { graph: { from, to, lines: [line(label, values, unit), ...limits], problems: [] }, threshold };
}
