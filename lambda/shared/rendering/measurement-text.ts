import type { Unit } from '../../../lib/rules/rule';
import { grouped, isTotal, secondsInWords, windowInWords } from '../../../lib/text/evaluation-window';
import type { Alert, Measurement } from '../alerts/alert';
import { oneLine } from './words';

/** An alert of an alarm whose value and limit are known, at least in part. */
type MeasuredAlert = Alert & { readonly measurement: Measurement };

const SUFFIXES: Partial<Record<Unit, string>> = { percent: ' %', times: ' times', hours: ' h', days: ' days' };
const SCALES: Partial<Record<Unit, readonly [step: number, suffix: string][]>> = {
  milliseconds: [
    [3_600_000, ' h'],
    [60_000, ' min'],
    [1000, ' s'],
    [1, ' ms'],
  ],
  seconds: [
    [3600, ' h'],
    [60, ' min'],
    [1, ' s'],
  ],
  bytes: [
    [1024 ** 3, ' GiB'],
    [1024 ** 2, ' MiB'],
    [1024, ' KiB'],
    [1, ' bytes'],
  ],
};

/** A number with its unit: `87 %`, `1.5 s`, `20 GiB`. */
export function quantity(value: number, unit: Unit | undefined): string {
  if (unit === 'fraction') return quantity(100 * value, 'percent');
  const scale = unit && SCALES[unit];
  const [step, suffix] = scale?.find(([each]) => Math.abs(value) >= each) ?? scale?.at(-1) ?? [1, ''];
  return `${rounded(value / step)}${scale === undefined ? ((unit && SUFFIXES[unit]) ?? '') : suffix}`;
}

/** Three digits at least, and thousands apart. */
function rounded(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential(2);
  return size < 100 ? `${Number(value.toPrecision(3))}` : grouped(value.toFixed(0));
}

const BROKEN: Readonly<Record<string, string>> = {
  '>=': 'limit',
  '>': 'limit',
  '<=': 'lower limit',
  '<': 'lower limit',
};

/** `Errors (Sum): 12 (limit 1 per minute, in 3 of the last 5 minutes)`, as much of it as is known. */
export function measurementInWords(alert: MeasuredAlert): string {
  const { measurement } = alert;
  const { label, statistic } = measurement;
  const name = `${oneLine(label)}${statistic === undefined ? '' : ` (${oneLine(statistic)})`}`;
  const condition = [limitOf(measurement), windowOf(alert)].filter(Boolean).join(' ');
  return `${name}: ${valueInWords(alert)}${treatmentInWords(alert)}${condition === '' ? '' : ` (${condition})`}`;
}

/** `87 % (limit 50 %)` */
export function valueAndLimit(measurement: Measurement): string {
  const limit = limitOf(measurement);
  const shown = measurement.value === undefined ? 'no data' : quantity(measurement.value, measurement.unit);
  return `${shown}${limit === undefined ? '' : ` (${limit})`}`;
}

function limitOf({ threshold, comparison, unit }: Measurement): string | undefined {
  if (threshold === undefined) return comparison && 'limit: the expected band';
  return `${Object.hasOwn(BROKEN, comparison ?? '') ? BROKEN[comparison ?? ''] : 'limit'} ${quantity(threshold, unit)}`;
}

/** `in 3 of the last 15 minutes`, in the words of `vigil preview`. */
function windowOf(alert: MeasuredAlert): string | undefined {
  const { of, periodSeconds, breaching = of } = alert.measurement;
  if (of === undefined || breaching === undefined || periodSeconds === undefined) return undefined;
  const expression = alert.metrics.find((metric) => metric.shown && metric.expression !== undefined)?.expression;
  const window = { datapointsToAlarm: breaching, evaluationPeriods: of, periodSeconds, expression };
  return windowInWords(window, countsEvents(alert));
}

/** A band is around the values of a period, however long that is. */
function countsEvents({ measurement, metrics }: MeasuredAlert): boolean {
  if (measurement.threshold === undefined) return false;
  const statistics = metrics.flatMap(({ statistic }) => statistic ?? []);
  return statistics.length > 0 && isTotal(statistics, measurement.statistic === undefined, measurement.unit);
}

/** In a reason of CloudWatch: `no datapoints were received for 6 periods and 6 missing datapoints were treated as [NonBreaching].` */
const NONE_RECEIVED = /no datapoints were received for (\d+) periods? and .* treated as \[(NonBreaching|Breaching)\]/;

/** Whether CloudWatch says how it treated an alarm without any data. */
export const isWithoutData = (alert: Alert): alert is MeasuredAlert =>
  alert.measurement !== undefined && alert.measurement.value === undefined && NONE_RECEIVED.test(alert.reason);

/** `12`; without data, for how long: `none in the last 30 minutes`. */
export function valueInWords(alert: MeasuredAlert): string {
  const { value, unit, periodSeconds } = alert.measurement;
  if (value !== undefined) return quantity(value, unit);
  const [, periods, treated] = NONE_RECEIVED.exec(alert.reason) ?? [];
  if (periods === undefined || periodSeconds === undefined) return 'no data';
  const nothing = treated === 'NonBreaching' && countsEvents(alert) ? 'none' : 'no data';
  return `${nothing} in the last ${secondsInWords(Number(periods) * periodSeconds)}`;
}

/** What having no data counts as, where that is not plain. */
function treatmentInWords(alert: MeasuredAlert): string {
  const treated = isWithoutData(alert) ? NONE_RECEIVED.exec(alert.reason)?.[2] : undefined;
  if (treated === 'Breaching') return ', which counts as breaching';
  return treated === undefined || countsEvents(alert) ? '' : ', which counts as OK';
}
