import type { Comparison } from './comparison';
import { Point } from './missing-data';
import type { AlarmState, MetricAlarmDefinition } from './model';
import { shortTime } from './time-text';

/** The evaluation range at a change of state: oldest first. */
export interface Window {
  readonly values: Float64Array;
  readonly points: Uint8Array;
  /** When each period begins. */
  readonly times: readonly number[];
  readonly band?: readonly [upper: Float64Array, lower: Float64Array];
}

/** From so many on, a reason says which were the newest, and no others. */
const MANY = 5;

const TREATED: Readonly<Record<string, string>> = { breaching: 'Breaching', notBreaching: 'NonBreaching' };

/** Why an alarm changes its state, in the words that CloudWatch uses. */
export function reasonFor(
  alarm: MetricAlarmDefinition,
  comparison: Comparison,
  to: AlarmState,
  window: Window,
): string {
  const { evaluationPeriods } = alarm;
  const used = newestReal(window, evaluationPeriods);
  const missing = evaluationPeriods - used.length;
  if (to === 'INSUFFICIENT_DATA') return `Insufficient Data: ${datapoints(missing)} ${were(missing)} unknown.`;
  const deciding = used.filter((index) => (window.points[index] === Point.BREACHING) === (to === 'ALARM'));
  const treated = TREATED[alarm.treatMissingData];
  const gaps = `${missing} missing ${missing === 1 ? 'datapoint was' : 'datapoints were'} treated as [${treated}]`;
  const crossed = comparison.withBand ? 'Thresholds Crossed' : 'Threshold Crossed';
  if (deciding.length === 0) {
    const received = used.length === 0 ? 'no datapoints were' : `${datapoints(used.length)} ${were(used.length)}`;
    const periods = `${evaluationPeriods} period${evaluationPeriods === 1 ? '' : 's'}`;
    return `${crossed}: ${received} received for ${periods} and ${gaps}.`;
  }
  const filled = missing > 0 && treated !== undefined ? ` and ${gaps}` : '';
  return `${crossed}: ${clause(alarm, comparison, to, window, deciding)}${filled}${minimum(alarm, to)}.`;
}

/** The indices of the newest points that there are, newest first. */
export function newestReal({ points }: Window, count: number): number[] {
  const found: number[] = [];
  for (let index = points.length - 1; index >= 0 && found.length < count; index--) {
    if (points[index] !== Point.MISSING) found.push(index);
  }
  return found;
}

function clause(
  alarm: MetricAlarmDefinition,
  comparison: Comparison,
  to: AlarmState,
  window: Window,
  deciding: readonly number[],
): string {
  const count = deciding.length;
  const shown = deciding.slice(0, MANY);
  const list = `[${shown.map((index) => `${asDouble(window.values[index] as number)} (${shortTime(window.times[index] as number)})`).join(', ')}]`;
  const how = alarm.countsDatapoints
    ? `${count} out of the last ${alarm.evaluationPeriods} datapoints`
    : datapoints(count);
  const threshold = thresholds(alarm, comparison, to !== 'ALARM', window, shown);
  if (count < MANY && !alarm.isContributor) return `${how} ${list} ${were(count)} ${threshold}`;
  const newest = `The most recent datapoint${count === 1 ? '' : 's'}`;
  const which = to === 'ALARM' ? `${newest} which crossed the threshold` : newest;
  return `${how} ${were(count)} ${threshold}. ${which}: ${list}`;
}

function thresholds(
  { threshold = Number.NaN }: MetricAlarmDefinition,
  { words, withBand, above, below }: Comparison,
  not: boolean,
  window: Window,
  shown: readonly number[],
): string {
  const negation = not ? 'not ' : '';
  if (!withBand) return `${negation}${words} the threshold (${asDouble(threshold)})`;
  const [upper, lower] = (window.band ?? []).map((side) =>
    shown.map((index) => asDouble(side[index] as number)).join(', '),
  );
  return [
    ...(below ? [`${negation}less than the lower thresholds [${lower}]`] : []),
    ...(above ? [`${negation}greater than the upper thresholds [${upper}]`] : []),
  ].join(' or ');
}

/** How many points it takes, where M differs from N. */
function minimum(
  { countsDatapoints, datapointsToAlarm, evaluationPeriods }: MetricAlarmDefinition,
  to: AlarmState,
): string {
  if (!countsDatapoints) return '';
  const needed = to === 'ALARM' ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  const transition = to === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK';
  return ` (minimum ${datapoints(needed)} for ${transition} transition)`;
}

const datapoints = (count: number): string => `${count} datapoint${count === 1 ? '' : 's'}`;
const were = (count: number): string => (count === 1 ? 'was' : 'were');

/** Java's text of a double, which is what CloudWatch prints. */
export function asDouble(value: number): string {
  const magnitude = Math.abs(value);
  if (value !== 0 && (magnitude < 1e-3 || magnitude >= 1e7)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
