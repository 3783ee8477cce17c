import { type Dimensions, evaluationOf } from '../../lib/alarms/alarm-properties';
import { type MetricCondition, metricConditionInWords } from '../../lib/rehearsal/preview/condition-text';
import { quantity } from '../../lib/rehearsal/preview/units';
import type { Section } from '../../lib/resources/resource-type';
import type { MetricStatistic, Rule } from '../../lib/rules/rule';
import type { Appearance, DocumentedRow } from './appearances';

/** What the letters in the table of a resource stand for. */
export function examplesOf({ examples: all }: Section): string[] {
  const examples = all.map(({ name }, index) => `**${letter(index)}** ${name}`);
  return examples.length === 1 && all[0]?.name === 'any' ? [] : [`Examples: ${examples.join('; ')}.\n`];
}

/** Whether a text has letters that stand for examples. */
export const hasLetters = (text: string): boolean => /\bonly [a-z]\b| \([a-z](, [a-z])*\)/.test(text);

const letter = (index: number): string => String.fromCharCode(97 + index);

const lettersOf = ({ examples }: Section, appearances: readonly Appearance[]): string =>
  appearances.map(({ example }) => letter(examples.indexOf(example))).join(', ');

/** Rules that only some of the examples have say which. */
export const scopeOf = ({ section, appearances }: DocumentedRow): string =>
  appearances.length === section.examples.length ? '' : `only ${lettersOf(section, appearances)}`;

/** `P2`; `P2, off`; `P2, with your threshold` */
export const severityText = (documented: DocumentedRow): string =>
  byExample(documented, ({ rule, on }) => {
    if (documented.row.threshold === undefined) return `${rule.severity}, with your threshold`;
    if (documented.row.baseline) return `${rule.severity}, baseline`;
    return on ? rule.severity : `${rule.severity}, off`;
  }).join('<br>');

/** When it goes into ALARM, for each example where they differ. */
export const conditionText = (documented: DocumentedRow): string =>
  byExample(documented, ({ rule }) => conditionOf(rule, documented.row.threshold === undefined)).join('<br>');

/** In a table of Markdown. */
export const conditionOf = (rule: Rule, isOpen = false): string =>
  metricConditionInWords(asAlarm(rule), isOpen ? `your ${QUANTITIES[rule.unit] ?? rule.unit}` : undefined)
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');

const QUANTITIES: Readonly<Record<string, string>> = { count: 'number', percent: 'percentage' };

/** As the assembly reader has the alarm of the rule. */
function asAlarm(rule: Rule): MetricCondition {
  const evaluation = evaluationOf(rule, {});
  const isMath = rule.expression !== undefined;
  const metrics = Object.entries(rule.metrics).map(([id, { namespace, name, statistic }]) => {
    return { id, metric: { namespace, name, statistic, dimensions: {} }, returned: !isMath };
  });
  const helpers = Object.entries(rule.helpers ?? {}).map(([id, expression]) => ({ id, expression, returned: false }));
  const result = { id: 'result', label: rule.label, expression: rule.expression, returned: true };
  return {
    kind: isMath ? 'math' : 'metric',
    queries: isMath ? [...metrics, ...helpers, result] : metrics,
    comparison: evaluation.comparisonOperator,
    threshold: rule.threshold,
    unit: rule.unit,
    periodSeconds: rule.periodMinutes * 60,
    datapointsToAlarm: evaluation.datapointsToAlarm as number,
    evaluationPeriods: evaluation.evaluationPeriods as number,
    treatMissingData: rule.missing,
    ignoresLowSamples: false,
  };
}

/** What CloudWatch is given, a line for each: metrics, metric math, and how they are evaluated. */
export function parametersOf(documented: DocumentedRow): string[] {
  const { section, appearances } = documented;
  const names = appearances.map(({ example }) => example.dimensions ?? section.dimensions);
  const dimensions = Object.fromEntries(names.flat().map((name) => [name, `<${name}>`]));
  const ids = [...new Set(appearances.flatMap(({ rule }) => [...queriesOf(rule, dimensions).keys()]))];
  const queries = ids.flatMap((id) => {
    const having = appearances.filter(({ rule }) => queriesOf(rule, dimensions).has(id));
    return byExample({ ...documented, appearances: having }, ({ rule, example }) => {
      const own = Object.fromEntries((example.dimensions ?? section.dimensions).map((name) => [name, `<${name}>`]));
      return queriesOf(rule, own).get(id) as string;
    });
  });
  return [
    ...queries,
    ...byExample(documented, ({ rule }) => evaluationText(rule)),
    ...byExample(documented, ({ rule }) => groundText(rule)),
  ];
}

/** The metrics first, then the metric math over them; what is compared is the last. */
export function queriesOf(rule: Rule, dimensions: Dimensions): ReadonlyMap<string, string> {
  const named = (id: string): string => (rule.expression === undefined ? '' : `\`${id}\`: `);
  return new Map([
    ...Object.entries(rule.metrics).map(([id, metric]): [string, string] => [
      id,
      `${named(id)}${metricText(metric, dimensions)}`,
    ]),
    ...Object.entries(rule.helpers ?? {}).map(([id, math]): [string, string] => [id, `${named(id)}\`${math}\``]),
    ...(rule.expression === undefined ? [] : [['result', `compared: \`${rule.expression}\``] as [string, string]]),
  ]);
}

function metricText(metric: MetricStatistic, resource: Dimensions): string {
  const own = Object.entries(metric.dimensions ?? {}).map(([name, value]) => `${name}=${value}`);
  const names = [...(metric.complete ? [] : Object.keys(resource)), ...own];
  const scope = names.length === 0 ? 'in the account and region' : `by ${names.join(', ')}`;
  return `\`${metric.namespace} ${metric.name}\` ${metric.statistic} ${scope}`;
}

/** What one may believe the rule on. */
const groundText = ({ ground: { kind, source } }: Rule): string =>
  `ground: ${kind}, ${source.startsWith('https:') ? `[AWS](${source})` : source}`;

export function evaluationText(rule: Rule): string {
  const { unit, datapoints, lookBack, periodMinutes, missing } = rule;
  const [breaching, of] = datapoints;
  return [
    ...(unit === 'count' ? [] : [`threshold in ${unit}`]),
    `${breaching} of ${lookBack ?? of} datapoints`,
    `period ${quantity(periodMinutes * 60, 'seconds')}`,
    `missing data ${missing}`,
  ].join(', ');
}

/** One text, or those of the examples where they differ. */
function byExample({ section, appearances }: DocumentedRow, textOf: (appearance: Appearance) => string): string[] {
  const texts = [...new Set(appearances.map(textOf))];
  if (texts.length === 1) return texts;
  return texts.map((text) => {
    const having = appearances.filter((appearance) => textOf(appearance) === text);
    return `${text} (${lettersOf(section, having)})`;
  });
}
