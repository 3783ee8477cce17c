import type { Section } from '../../lib/resources/resource-type';
import type { MetricStatistic } from '../../lib/rules/rule';
import type { Row } from '../../tools/docs/appearances';
import { mathChanges } from './math-changes';

/** The fields of a row in which a mistake would matter, and whether a row, with such metric math, has them. */
export const FIELDS = {
  'metric name': () => true,
  namespace: () => true,
  statistic: () => true,
  dimensions: () => true,
  'number in metric math': (_: Row, math: string) => /(?<!\w)\d/.test(math),
  'operator in metric math': (_: Row, math: string) => math !== '',
  period: () => true,
  M: () => true,
  N: () => true,
  comparison: () => true,
  threshold: () => true,
  unit: () => true,
  'missing data': () => true,
  severity: () => true,
  // a rule whose threshold has to be given is off without it either way
  default: ({ threshold }: Row) => threshold !== undefined,
  'where it applies': ({ appliesTo }: Row) => appliesTo !== undefined,
} as const;
export type Field = keyof typeof FIELDS;

/** A row with one thing changed. */
export interface Mutant {
  readonly field: Field;
  readonly change: string;
  readonly row: Row;
  /** With other dimensions, which are the resource's and not the row's. */
  readonly section: Section;
}

/** A row with each of its fields changed, one at a time. */
export function mutantsOf(section: Section, row: Row): Mutant[] {
  const { facts } = section.examples.find((each) => row.appliesTo?.(each.facts) ?? true) ?? section.examples[0] ?? {};
  const ofRow = [
    ...fieldChanges(row),
    ...readingChanges(row, facts as never),
    ...expressionChanges(row, facts as never),
  ].map(({ field, change, patch }) => ({ field, change, section, row: { ...row, ...patch } }));
  return [...ofRow, ...rowChanges(section, row)];
}

interface Change {
  readonly field: Field;
  readonly change: string;
  readonly patch: Partial<Row>;
}

function fieldChanges(row: Row): Change[] {
  const [breaching, of] = row.datapoints;
  const to = (field: Field, change: string, patch: Partial<Row>): Change => ({ field, change, patch });
  // behind those that can breach there may be a past to compare with
  const { lookBack } = row;
  const points = (field: Field, m: number, n: number) =>
    to(field, `${m} of ${n}`, lookBack === undefined ? { datapoints: [m, n] } : { datapoints: [m, of], lookBack: n });
  const periods = lookBack ?? of;
  return [
    to('period', 'doubled', { periodMinutes: derived(row.periodMinutes, (minutes) => 2 * minutes) }),
    to('period', 'a minute longer', { periodMinutes: derived(row.periodMinutes, (minutes) => minutes + 1) }),
    points('M', breaching + 1, Math.max(periods, breaching + 1)),
    ...(breaching > 1 ? [points('M', breaching - 1, periods)] : []),
    points('N', breaching, periods + 1),
    ...(periods > breaching ? [points('N', breaching, periods - 1)] : []),
    ...others(['>=', '>', '<=', '<'] as const, row.is).map((is) => to('comparison', is, { is })),
    ...[1.1, 0.9].map((factor) =>
      to('threshold', `times ${factor}`, {
        threshold: derived(row.threshold, (threshold) => factor * (threshold ?? 5)),
      }),
    ),
    ...others(['count', 'seconds', 'milliseconds', 'percent'] as const, row.unit).map((unit) =>
      to('unit', unit, { unit }),
    ),
    ...others(['notBreaching', 'breaching', 'missing', 'ignore'] as const, row.missing ?? 'notBreaching').map(
      (missing) => to('missing data', missing, { missing }),
    ),
  ];
}

const others = <T>(all: readonly T[], own: T): T[] => all.filter((each) => each !== own);

type Derived<T> = T | ((facts: never) => T);

const valueFor = <T>(value: Derived<T>, facts: never): T =>
  typeof value === 'function' ? (value as (facts: never) => T)(facts) : value;

/** The value changed, whether it is told or derived from facts. */
const derived = <T>(value: Derived<T>, change: (value: T) => T): Derived<T> =>
  typeof value === 'function' ? (facts) => change(valueFor(value, facts)) : change(value);

const STATISTICS = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p99'];

function readingChanges(row: Row, facts: never): Change[] {
  return Object.entries(valueFor(row.metrics, facts)).flatMap(([id, metric]) => {
    const to = (field: Field, change: string, patch: Partial<MetricStatistic>): Change => ({
      field,
      change: `${id}: ${change}`,
      patch: {
        metrics: derived(row.metrics, (metrics) =>
          metrics[id] === undefined ? metrics : { ...metrics, [id]: { ...metrics[id], ...patch } },
        ),
      },
    });
    const dimensions = metric.dimensions ?? {};
    return [
      to('metric name', 'another', { name: `${metric.name}s` }),
      to('namespace', 'another', { namespace: 'AWS/Other' }),
      ...others(STATISTICS, metric.statistic).map((statistic) => to('statistic', statistic, { statistic })),
      to('dimensions', 'one more', { dimensions: { ...dimensions, Other: 'x' } }),
      ...Object.entries(dimensions).map(([name, value]) =>
        to('dimensions', `another ${name}`, { dimensions: { ...dimensions, [name]: `${value}s` } }),
      ),
    ];
  });
}

function expressionChanges(row: Row, facts: never): Change[] {
  const { expression, helpers = {} } = row;
  const text = valueFor(expression, facts);
  if (text === undefined) return [];
  const ofExpression = mathChanges(text).map(({ kind, change, edit }) => ({
    field: `${kind} in metric math` as const,
    change,
    patch: { expression: derived(expression, (math) => math && edit(math)) },
  }));
  const ofHelpers = Object.entries(helpers).flatMap(([id, helper]) =>
    mathChanges(helper).map(({ kind, change, edit }) => ({
      field: `${kind} in metric math` as const,
      change: `${id}: ${change}`,
      patch: { helpers: { ...helpers, [id]: edit(helper) } },
    })),
  );
  return [...ofExpression, ...ofHelpers];
}

function rowChanges(section: Section, row: Row): Mutant[] {
  const { appliesTo, off, baseline, severity } = row;
  const to = (field: Field, change: string, patch: Partial<Row>): Mutant => ({
    field,
    change,
    section,
    row: { ...row, ...patch },
  });
  const rename = (names: readonly string[]) => (names.length === 0 ? ['Other'] : names.map((name) => `${name}s`));
  const elsewhere = {
    ...section,
    dimensions: rename(section.dimensions),
    examples: section.examples.map((each) => ({ ...each, dimensions: each.dimensions && rename(each.dimensions) })),
  };
  // a sum over the whole account has none
  const isOfResource = typeof row.metrics === 'function' || Object.values(row.metrics).some((each) => !each.complete);
  return [
    ...(isOfResource
      ? [{ field: 'dimensions' as const, change: 'others of the resource', row, section: elsewhere }]
      : []),
    ...others(['P0', 'P1', 'P2', 'P3'], severity).map((other) =>
      to('severity', other, { severity: other as Row['severity'] }),
    ),
    ...(row.threshold === undefined
      ? []
      : [
          to(
            'default',
            'the other way',
            baseline
              ? { baseline: undefined }
              : {
                  off: typeof off === 'function' ? (facts) => !off(facts) : !off,
                },
          ),
        ]),
    ...(appliesTo === undefined
      ? []
      : [
          to('where it applies', 'everywhere', { appliesTo: undefined }),
          to('where it applies', 'nowhere', { appliesTo: () => false }),
          to('where it applies', 'elsewhere', { appliesTo: (facts) => !appliesTo(facts) }),
        ]),
  ];
}
