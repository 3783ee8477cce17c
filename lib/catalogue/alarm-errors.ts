import { isPeriod, listOf, looksBackTooFar, secondsOf } from './alarm';
import type { AlarmDeclaration, MetricDeclaration } from './catalogue';
import { isDimensionValue } from './limits';
import { checkMembers, type Report } from './report';

// one name for each member of the interface, or it does not compile
const MEMBERS = Object.keys({
  ...{ above: 0, below: 0, within: 0, severity: 0, times: 0, of: 0 },
  ...{ missing: 0, statistic: 0, dimensions: 0, why: 0, steps: 0 },
} satisfies Record<keyof AlarmDeclaration, 0>);
const SEVERITIES = ['P0', 'P1', 'P2', 'P3'];
const MISSING = ['notBreaching', 'breaching', 'missing', 'ignore'];
const STATISTIC = /^(Sum|Average|Minimum|Maximum|SampleCount|p(100|\d{1,2}(\.\d{1,10})?)|PR\(:\d+(\.\d{1,10})?\))$/;

/** @param own the dimensions of the metric that is watched */
export function checkAlarms(
  report: Report,
  path: string,
  given: MetricDeclaration['alarm'],
  own: readonly string[],
): void {
  const severities = new Set<string>();
  for (const [index, alarm] of listOf(given).entries()) {
    const itemPath = Array.isArray(given) ? `${path}[${index}]` : path;
    if (typeof alarm !== 'object' || alarm === null) {
      report(itemPath, "use an object such as { above: 3, within: 'PT5M', severity: 'P1' }.");
      continue;
    }
    checkAlarm(report, itemPath, alarm, own);
    const values = own.map((dimension) => alarm.dimensions?.[dimension]);
    const severity = JSON.stringify([alarm.severity, values]);
    if (severities.has(severity)) report(itemPath, 'an earlier alarm has the same severity and dimensions.');
    severities.add(severity);
  }
}

function checkAlarm(report: Report, path: string, alarm: AlarmDeclaration, own: readonly string[]): void {
  checkMembers(report, path, alarm, MEMBERS);
  const { above, below, severity, missing, statistic, dimensions = {} } = alarm;
  if ((above === undefined) === (below === undefined)) report(path, 'give either above or below.');
  else if (!Number.isFinite(above ?? below)) report(path, 'the threshold has to be a finite number.');
  checkPeriods(report, path, alarm);
  if (!SEVERITIES.includes(severity)) report(`${path}.severity`, `use one of ${SEVERITIES.join(', ')}.`);
  if (missing !== undefined && !MISSING.includes(missing))
    report(`${path}.missing`, `use one of ${MISSING.join(', ')}.`);
  if (statistic !== undefined && !STATISTIC.test(statistic)) {
    report(
      `${path}.statistic`,
      'use Sum, Average, Minimum, Maximum, SampleCount, a percentile such as p90, or PR(:500).',
    );
  }
  const names = Object.keys(dimensions);
  if (names.length > 0 && (names.length !== own.length || !own.every((name) => isDimensionValue(dimensions[name])))) {
    report(`${path}.dimensions`, `give a text of printable ASCII for each of [${own.join(', ')}], and for no others.`);
  }
}

function checkPeriods(report: Report, path: string, { within, times = 1, of = times }: AlarmDeclaration): void {
  const seconds = secondsOf(within);
  if (!isPeriod(seconds)) {
    report(`${path}.within`, `'${within}' is not a valid period; use whole minutes up to P1D, such as 'PT5M'.`);
  } else if (looksBackTooFar(seconds, of)) {
    report(
      path,
      'the evaluation range of an alarm is at most a day, or a week when `within` is whole hours; use fewer periods.',
    );
  }
  if (!Number.isInteger(times) || times < 1) report(`${path}.times`, 'use a whole number of at least 1.');
  else if (!Number.isInteger(of) || of < times) report(`${path}.of`, 'use a whole number of at least `times`.');
}
