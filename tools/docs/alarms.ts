import { join } from 'node:path';
import { SECTIONS } from '../../lib/resources/all';
import type { ComponentType, Section } from '../../lib/resources/resource-type';
import type { Reading, Rule, Unit } from '../../lib/rules/rule';
import { type Appearance, appearancesOf, type Row } from './appearances';
import { readyMadeSection } from './ready-made';
import { durationText, headOf } from './table';

export const CATALOGUE = join(__dirname, '..', '..', 'docs', 'alarms.md');

const INTRODUCTION = `# The catalogue of alarms

<!-- written by \`npm run docs\` from the tables of rules: change the rules in lib/rules, not this file -->

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

/** Every row of every table. Throws if a row applies to none of its examples. */
export const documentedRows = (): DocumentedRow[] =>
  Object.keys(TITLES).flatMap((type) =>
    sectionsOf(type).flatMap((section) => section.table.map((row) => documented(section, row))),
  );

const sectionsOf = (type: string): Section[] => SECTIONS.filter(({ component }) => component === type);

/** The types of components, in the order of the catalogue. */
const TITLES: Readonly<Record<ComponentType, string>> = {
  WebPortal: 'Web portal',
  HttpApi: 'HTTP API',
  EventApi: 'Event API',
  Queue: 'Queue',
  Database: 'Database',
  Application: 'Application',
};

/** The whole catalogue. */
export function catalogue(rows: readonly DocumentedRow[]): string {
  const types = Object.entries(TITLES).map(([type, title]) => {
    return `## ${title}\n\n${sectionsOf(type)
      .map((section) => table(section, rows))
      .join('\n')}`;
  });
  return [INTRODUCTION, ...types, readyMadeSection(), FAILING].join('\n');
}

function documented(section: Section, row: Row): DocumentedRow {
  const appearances = appearancesOf(row, section);
  if (appearances.length === 0) {
    throw new Error(
      `Rule '${row.id}' applies to no example of '${section.resource}': add one to the section in lib/resources.`,
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
export function examplesOf({ examples: all }: Section): string[] {
  const examples = all.map(({ name }, index) => `**${letter(index)}** ${name}`);
  return examples.length === 1 && all[0]?.name === 'any' ? [] : [`Examples: ${examples.join('; ')}.\n`];
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
    by(({ rule }) => rule.severity),
    row.threshold === undefined ? 'with your threshold' : by(({ on }) => (on ? 'on' : 'off')),
    measured(section, row, appearances),
    by(({ rule }) => periodsText(rule), row.periodMinutes),
    by(({ rule }) => breachText(rule, row), row.threshold),
    by(({ rule }) => rule.missing),
  ];
  return `| ${cells.join(' | ')} |`;
}

const letter = (index: number): string => String.fromCharCode(97 + index);

const lettersOf = ({ examples }: Section, appearances: readonly Appearance[]): string =>
  appearances.map(({ example }) => letter(examples.findIndex(({ name }) => name === example.name))).join(', ');

/** Rules that only some of the examples have say which. */
const scopeOf = (section: Section, appearances: readonly Appearance[]): string =>
  appearances.length === section.examples.length ? '' : `<br>only ${lettersOf(section, appearances)}`;

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
  const lines = [
    ...linesOf(section, appearances, ({ metrics }) => metrics, readingText),
    ...linesOf(section, appearances, ({ helpers = {} }) => helpers, mathText),
  ];
  const math = appearances.some(({ rule }) => rule.expression !== undefined)
    ? [byExample(section, appearances, ({ rule }) => mathText(`${rule.expression}`), row.expression)]
    : [];
  const low = byExample(section, appearances, ({ rule }) => rule.lowSamples ?? '');
  return [row.label, ...lines, ...math, ...(low === '' ? [] : [`too few samples: ${low}`])].join('<br>');
}

/** A line for each metric, or for each step of metric math, with its name where an expression refers to it. */
function linesOf<T>(
  section: Section,
  appearances: readonly Appearance[],
  all: (rule: Rule) => Readonly<Record<string, T>>,
  text: (one: T, dimensions: readonly string[]) => string,
): string[] {
  const ids = new Set(appearances.flatMap(({ rule }) => Object.keys(all(rule))));
  return [...ids].map((id) => {
    const having = appearances.filter(({ rule }) => all(rule)[id] !== undefined);
    return byExample(section, having, ({ rule, example }) => {
      const name = rule.expression === undefined ? '' : `\`${id}\` = `;
      return `${name}${text(all(rule)[id] as T, example.dimensions ?? section.dimensions)}`;
    });
  });
}

const mathText = (expression: string): string => `\`${expression}\``;

function readingText({ namespace, name, statistic, ...reading }: Reading, own: readonly string[]): string {
  const ofResource = reading.complete ? [] : own;
  const ofRow = Object.entries(reading.dimensions ?? {}).map(([key, value]) =>
    own.includes(key) ? key : `${key}=${value}`,
  );
  const dimensions = [...new Set([...ofResource, ...ofRow])].join(', ');
  const scope = dimensions === '' ? 'in the account and region' : `by ${dimensions}`;
  return `\`${namespace} ${name}\` ${statistic} ${scope}`;
}

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

function breachText(rule: Rule, { threshold, unit }: Row): string {
  const number = rule.threshold.toLocaleString('en-US', { maximumFractionDigits: 3 });
  if (threshold !== undefined) return `${rule.is} ${number}${UNITS[unit]}`;
  return `${rule.is} yours${UNITS[unit] && `, in${UNITS[unit]}`}`;
}

const periodsText = ({ datapoints: [breaching, of], lookBack, periodMinutes }: Rule): string =>
  `${breaching} of ${lookBack ?? of} × ${durationText(60 * periodMinutes)}`;
