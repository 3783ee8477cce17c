import { createHash } from 'node:crypto';
import { SECTIONS } from '../../resources/all';
import { candidates, type OpenRule } from '../../rules/rule';
import type { Alarm, Assembly } from '../assembly/model';
import { isInsights } from '../simulator/insights';
import type { MetricAlarmDefinition } from '../simulator/model';
import { signOf } from './alarms';
import type { AlarmRow } from './question';

/** What conditions have in common that differ only in numbers, periods and names. */
export interface Shape {
  /** For people and to compare: metric math without its numbers, statistics, M of N, missing data. */
  readonly key: string;
  /** Eight hexadecimal digits of the key. */
  readonly id: string;
  /** One of the conditions. */
  readonly row: AlarmRow;
  /** The rules, or the alarms that are of no rule, that have it. */
  readonly rules: readonly string[];
}

/** A condition that is not put to CloudWatch. */
export interface NotAsked {
  readonly rule: string;
  readonly why: string;
}

export interface Shapes {
  readonly shapes: readonly Shape[];
  readonly notAsked: readonly NotAsked[];
}

interface Found {
  readonly rule: string;
  readonly row: AlarmRow | string;
}

/** The shapes of all rules of Vigil. */
export const shapesOfRules = (): Shapes =>
  grouped(
    SECTIONS.flatMap(({ table, examples }) =>
      examples.flatMap(({ facts }) =>
        candidates(table, facts).map(({ rule }): Found => ({ rule: rule.id, row: rowOfRule(rule) })),
      ),
    ),
  );

/** The shapes of the alarms of an assembly. Composites only combine states. */
export const shapesIn = ({ alarms }: Assembly): Shapes =>
  grouped(
    alarms
      .filter(({ kind }) => kind !== 'composite')
      .map((alarm): Found => ({ rule: alarm.rule ?? alarm.label, row: rowOfAlarm(alarm) })),
  );

/** The key of the shape of an alarm; undefined if it has none that can be put to CloudWatch. */
export function shapeKeyOf(alarm: Alarm): string | undefined {
  const row = rowOfAlarm(alarm);
  return typeof row === 'string' ? undefined : keyOf(row);
}

/** What nobody can guess: any number does. */
const OWNERS_NUMBER = 10;

function rowOfRule(rule: OpenRule): AlarmRow {
  const { metrics, helpers = {}, expression, datapoints, lookBack, missing, threshold } = rule;
  return {
    metrics: Object.fromEntries(Object.entries(metrics).map(([id, { statistic }]) => [id, statistic])),
    ...(expression === undefined ? {} : { math: { ...helpers, result: expression } }),
    is: rule.is,
    threshold: threshold ?? OWNERS_NUMBER,
    datapoints: [datapoints[0], lookBack ?? datapoints[1]],
    periodSeconds: 60 * rule.periodMinutes,
    missing,
  };
}

/** The row of an alarm, or why it has none. */
function rowOfAlarm(alarm: Alarm): AlarmRow | string {
  if (alarm.kind === 'composite') return 'a composite combines states, and has no condition of its own';
  if (alarm.kind === 'unexplained') return `${alarm.mechanism} is not simulated`;
  return unusual(alarm) ?? rowOfMetricAlarm(alarm);
}

function unusual({ kind, queries, wallClock, warmUp, threshold, comparison, periodSeconds }: MetricAlarmDefinition) {
  if (kind === 'anomaly') return "CloudWatch's anomaly detection learns for days, and is not simulated";
  if (queries.some(({ expression = '' }) => isInsights(expression))) return 'Metrics Insights reads metrics by name';
  if (wallClock !== undefined) return 'periods by the clock take as long as they are';
  if (warmUp !== undefined) return 'a warm-up takes as long as it is';
  if (threshold === undefined || periodSeconds === undefined) return 'a value of it is known at deployment only';
  return signOf(comparison) === undefined ? `the operator ${comparison} is not simulated` : undefined;
}

function rowOfMetricAlarm(alarm: MetricAlarmDefinition): AlarmRow {
  const { queries, comparison, threshold, evaluationPeriods, datapointsToAlarm, ignoresLowSamples } = alarm;
  const metrics = queries.flatMap(({ id, metric }) => (metric === undefined ? [] : [[id, metric.statistic] as const]));
  // what is compared comes last
  const math = queries
    .filter(({ expression }) => expression !== undefined)
    .sort((one, other) => Number(one.returned) - Number(other.returned))
    .map(({ id, expression = '' }) => [id, expression] as const);
  return {
    metrics: Object.fromEntries(metrics),
    ...(alarm.kind === 'math' ? { math: Object.fromEntries(math) } : {}),
    is: signOf(comparison) as string,
    threshold: threshold as number,
    datapoints: [datapointsToAlarm, evaluationPeriods],
    ...(alarm.countsDatapoints === false ? { withoutM: true } : {}),
    periodSeconds: alarm.periodSeconds,
    missing: alarm.treatMissingData as AlarmRow['missing'],
    ...(ignoresLowSamples ? { ignoresLowSamples: true } : {}),
  };
}

function grouped(found: readonly Found[]): Shapes {
  const shapes = new Map<string, { row: AlarmRow; rules: Set<string> }>();
  const notAsked = new Map<string, string>();
  for (const { rule, row } of found) {
    if (typeof row === 'string') {
      notAsked.set(rule, row);
      continue;
    }
    const key = keyOf(row);
    const known = shapes.get(key) ?? { row, rules: new Set() };
    known.rules.add(rule);
    shapes.set(key, known);
  }
  return {
    shapes: [...shapes].map(([key, { row, rules }]) => ({ key, id: idOf(key), row, rules: [...rules].sort() })),
    notAsked: [...notAsked].map(([rule, why]) => ({ rule, why })),
  };
}

const idOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 8);

/** `IF(a >= #, # * a / b, #) > #; a Sum, b Sum; M of N; notBreaching` */
function keyOf({ metrics, math = {}, is, datapoints, missing, ignoresLowSamples }: AlarmRow): string {
  const expressions = Object.entries(math);
  const names = new Map([
    ...Object.keys(metrics).map((id, index) => [id, `m${index + 1}`] as const),
    ...expressions.slice(0, -1).map(([id], index) => [id, `e${index + 1}`] as const),
  ]);
  const plain = (text: string): string =>
    text.replaceAll(/\b[A-Za-z_]\w*\b|\d+(\.\d+)?(e[+-]?\d+)?/g, (token) =>
      /^\d/.test(token) ? '#' : (names.get(token) ?? token),
    );
  const helpers = expressions.slice(0, -1).map(([id, text]) => `${names.get(id)} = ${plain(text)}`);
  const compared = plain(expressions.at(-1)?.[1] ?? Object.keys(metrics)[0] ?? '');
  const statistics = Object.entries(metrics).map(([id, statistic]) => `${names.get(id)} ${kindOf(statistic)}`);
  return [
    `${compared} ${is[0]} #`,
    ...helpers,
    statistics.join(', '),
    `${countOf(datapoints)}, ${missing}${ignoresLowSamples ? ', few samples ignored' : ''}`,
  ].join('; ');
}

const kindOf = (statistic: string): string => statistic.replaceAll(/\d+(\.\d+)?/g, '#');

function countOf([breaching, of]: AlarmRow['datapoints']): string {
  if (of === 1) return '1 of 1';
  return breaching === of ? 'N of N' : 'M of N';
}
