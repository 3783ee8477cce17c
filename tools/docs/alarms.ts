import { join } from 'node:path';
import type { Unit } from '../../lib/rules/rule';
import { type Appearance, everyRule, type Row, SynthesizedRules } from '../../test/rules/appearances';
import type { Section } from '../../test/rules/section';
import { SECTIONS } from '../../test/rules/sections';
import {
  comparedIn,
  type Dimension,
  expressionsOf,
  type MetricAlarm,
  metricsOf,
  periodSecondsOf,
} from '../../test/support/evaluator/model';
import { synthesizeSpecimens } from '../../test/support/specimens';
import { readyMadeSection } from './ready-made';
import { durationText, headOf } from './table';

export const CATALOGUE = join(__dirname, '..', '..', 'docs', 'alarms.md');

const INTRODUCTION = `# The catalogue of alarms

<!-- written by \`npm run docs\` from what synthesizes: change the rules in lib/rules, not this file -->

Every rule that Vigil has, as CloudWatch evaluates it. Each rule can be changed by its id, for all components, for one, or by
the monitor itself:

\`\`\`ts
new Vigil(this, 'Vigil', {
  // …
  rules: {
    QueueSlow: { threshold: 900, severity: Severity.P1 }, // tune: the threshold in the unit that the table names
    'Orders/QueueStuck': { period: Duration.minutes(15), evaluationPeriods: 2, datapointsToAlarm: 1 },
    LatencyJump: { metric: myMetric, threshold: 500 }, // replace what is measured
    UnusualMessages: { enabled: false }, // switch off
    QueueDepthHigh: { enabled: true }, // switch on
    MessageAge: { threshold: 600 }, // a rule whose number only you know exists once you give it
  },
});
\`\`\`

How to read the tables:

- **Severity**: P0 and P1 page, P2 is a ticket, P3 is only shown on the dashboard.
- **Default**: on, off until asked for (the reason is in the rule's runbook), or waiting for your threshold.
- **Measured**: the metric with its statistic and dimensions, or metric math over metrics by their names.
- **M of N**: how many of the newest periods have to breach. Where the math says \`i > MAX(i) - 3\`, only the newest 3 can; the others
  are what it compares with.
- **No data**: what a period without data counts as. \`notBreaching\`: idle is healthy. \`breaching\`: silence is the alarm.
  \`missing\`: the alarm says that it knows nothing. \`ignore\`: it stays as it was.
- Numbers that follow from the resource are those of the examples **a**, **b**, … above the table; how they follow, the rule's
  runbook says under Source. "only a" means that resources like **a** have the rule.

Each rule links to its runbook: what it means, how it shows, what to look at and what to do. [All runbooks](runbooks/README.md);
[how to go about it](troubleshooting.md).
`;

const FAILING = `## One page for one outage

Not a rule of its own: [Failing](runbooks/failing.md) is one composite alarm per component. Where two or more rules of a component
page (P0 or P1), it carries the page when any of them is in alarm, with the most urgent severity among them, and they stay silent:
one outage, one page. P2 rules speak for themselves. \`grouping: false\`, on the Vigil or on a monitor, lets each rule page for
itself.
`;

export interface DocumentedRow {
  readonly section: Section;
  readonly row: Row;
  readonly appearances: readonly Appearance[];
}

/** Every row of every table. Throws if a row reaches no specimen, or an alarm comes from no row. */
export function documentedRows(
  rules = new SynthesizedRules(synthesizeSpecimens(), synthesizeSpecimens(everyRule(), false)),
): DocumentedRow[] {
  const rows = SECTIONS.flatMap((section) => section.table.map((row) => documented(section, row, rules)));
  const ids = new Set(rows.map(({ row }) => row.id));
  const unknown = [...rules.ids()].filter((id) => !ids.has(id));
  if (unknown.length > 0) throw new Error(`Alarms of rules that no section has: ${unknown.join(', ')}`);
  return rows;
}

/** The whole catalogue. */
export function catalogue(rows: readonly DocumentedRow[]): string {
  const types = [...new Set(SECTIONS.map(({ type }) => type))].map((type) => {
    const sections = SECTIONS.filter((section) => section.type === type);
    return `## ${type}\n\n${sections.map((section) => table(section, rows)).join('\n')}`;
  });
  return [INTRODUCTION, ...types, readyMadeSection(), FAILING].join('\n');
}

function documented(section: Section, row: Row, rules: SynthesizedRules): DocumentedRow {
  const appearances = section.variants.flatMap((variant) => rules.find(row, variant) ?? []);
  if (appearances.length === 0) {
    throw new Error(
      `Rule '${row.id}' of '${section.resource}' reaches no specimen: add one to test/support/specimens.ts`,
    );
  }
  return { section, row, appearances };
}

function table(section: Section, rows: readonly DocumentedRow[]): string {
  const own = rows.filter((row) => row.section === section);
  return [
    `### ${section.resource}\n`,
    ...examplesOf(section),
    ...headOf('Rule'),
    ...own.map(({ row, appearances }) => renderRow(section, row, appearances)),
    '',
  ].join('\n');
}

/** What the letters in the table of a resource stand for. */
export function examplesOf({ variants }: Section): string[] {
  const examples = variants.map(({ name }, index) => `**${letter(index)}** ${name}`);
  return examples.length === 1 && variants[0]?.name === 'any' ? [] : [`Examples: ${examples.join('; ')}.\n`];
}

/** The line of a rule in the table of its resource. */
export function renderRow(
  section: Section,
  row: Row,
  appearances: readonly Appearance[],
  first = `[${row.id}](runbooks/${row.id.toLowerCase()}.md)`,
): string {
  const by = (text: (appearance: Appearance) => string, source?: unknown) =>
    byExample(section, appearances, text, source);
  const cells = [
    `${first}${scopeOf(section, appearances)}`,
    by(({ severity }) => severity),
    row.threshold === undefined ? 'with your threshold' : by(({ on }) => (on ? 'on' : 'off')),
    measured(section, row, appearances),
    by(({ alarm }) => periodsText(alarm), row.periodMinutes),
    by(({ alarm }) => breachText(alarm, row), row.threshold),
    by(({ alarm }) => alarm.TreatMissingData ?? ''),
  ];
  return `| ${cells.join(' | ')} |`;
}

const letter = (index: number): string => String.fromCharCode(97 + index);

const lettersOf = ({ variants }: Section, appearances: readonly Appearance[]): string =>
  appearances.map(({ variant }) => letter(variants.findIndex(({ name }) => name === variant))).join(', ');

/** Rules that only some of the examples have say which. */
const scopeOf = (section: Section, appearances: readonly Appearance[]): string =>
  appearances.length === section.variants.length ? '' : `<br>only ${lettersOf(section, appearances)}`;

/** One text, or the texts of the examples where they differ: always, if `source` derives it from the resource. */
function byExample(
  section: Section,
  appearances: readonly Appearance[],
  text: (appearance: Appearance) => string,
  source?: unknown,
): string {
  const texts = [...new Set(appearances.map(text))];
  if (texts.length === 1 && typeof source !== 'function') return texts[0] as string;
  return texts
    .map((each) => {
      const having = appearances.filter((appearance) => text(appearance) === each);
      return `${each} (${lettersOf(section, having)})`;
    })
    .join('<br>');
}

/** What is compared, in words; then its metrics, and last the metric math over them. */
function measured(section: Section, row: Row, appearances: readonly Appearance[]): string {
  const idsOf = (alarm: MetricAlarm) => [metricsOf(alarm).map(({ id }) => id), [...expressionsOf(alarm).keys()]];
  const ids = [0, 1].flatMap((kind) => appearances.flatMap((each) => idsOf(each.alarm)[kind] ?? []));
  const lines = [...new Set(ids)].map((id) => {
    const having = appearances.filter((each) => idsOf(each.alarm).flat().includes(id));
    const source = id === comparedIn((having[0] as Appearance).alarm) ? row.expression : undefined;
    return byExample(section, having, (each) => lineOf(section, each.alarm, id), source);
  });
  const low = byExample(section, appearances, (each) => each.alarm.EvaluateLowSampleCountPercentile ?? '');
  return [row.label, ...lines, ...(low === '' ? [] : [`too few samples: ${low}`])].join('<br>');
}

/** One metric, or one step of metric math. The result has no name. */
function lineOf(section: Section, alarm: MetricAlarm, id: string): string {
  const name = id === comparedIn(alarm) ? '' : `\`${id}\` = `;
  const expression = expressionsOf(alarm).get(id);
  if (expression !== undefined) return `${name}\`${expression}\``;
  const metric = metricsOf(alarm).find((each) => each.id === id);
  if (metric === undefined) throw new Error(`The alarm has no '${id}'`);
  const dimensions = metric.dimensions.map((each) => dimensionText(each, section)).join(', ');
  const scope = dimensions === '' ? 'in the account and region' : `by ${dimensions}`;
  return `${name}\`${metric.namespace} ${metric.name}\` ${metric.statistic} ${scope}`;
}

/** The value too, where it is the row's and not the resource's. */
function dimensionText({ Name, Value }: Dimension, { dimensions, variants }: Section): string {
  const ofResource = [dimensions, ...variants.map((variant) => variant.dimensions ?? [])].flat();
  return ofResource.includes(Name) ? Name : `${Name}=${Value}`;
}

const SYMBOLS: Record<string, string> = {
  GreaterThanOrEqualToThreshold: '>=',
  GreaterThanThreshold: '>',
  LessThanOrEqualToThreshold: '<=',
  LessThanThreshold: '<',
};
const UNITS: Record<Unit, string> = {
  percent: ' %',
  count: '',
  times: ' times',
  seconds: ' s',
  milliseconds: ' ms',
  hours: ' hours',
  days: ' days',
  bytes: ' bytes',
};

function breachText(alarm: MetricAlarm, { threshold, unit }: Row): string {
  const number = alarm.Threshold.toLocaleString('en-US', { maximumFractionDigits: 3 });
  const symbol = SYMBOLS[alarm.ComparisonOperator] ?? alarm.ComparisonOperator;
  if (threshold !== undefined) return `${symbol} ${number}${UNITS[unit]}`;
  return `${symbol} yours${UNITS[unit] && `, in${UNITS[unit]}`}`;
}

const periodsText = (alarm: MetricAlarm): string =>
  `${alarm.DatapointsToAlarm} of ${alarm.EvaluationPeriods} × ${durationText(periodSecondsOf(alarm))}`;
