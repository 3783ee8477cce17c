import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CatalogueMetric } from '../../lib/catalogue/catalogue';
import { GROUP } from '../../lib/contracts/alarm-names';
import { ALL_RULE_IDS } from '../../lib/resources/all';
import { DECLARED, METRICS_WITH_ALARMS, runbookUrl } from '../../lib/runbook-url';
import type { DocumentedRow } from './appearances';
import { conditionText, examplesOf, hasLetters, parametersOf, scopeOf, severityText } from './condition';
import { fill } from './generated';
import { metricConditions, metricParameters, READY_MADE } from './ready-made';

export const RUNBOOK_PAGES = join(__dirname, '..', '..', 'docs', 'runbooks');
const INDEX = 'README.md';
const SHARED_STEPS = 'shared-steps.md';

/** Unless the severity was changed for an environment. */
const URGENCY: Readonly<Record<string, string>> = {
  P0: 'pages, respond within 15 minutes.',
  P1: 'pages, respond within an hour.',
  P2: 'opens a ticket, respond within 4 hours.',
  P3: 'dashboard only, look at it within a day.',
};

/** What is generated on the page of a rule, or of a metric that comes with alarms. */
interface Subject {
  readonly title: string;
  /** The most urgent first. */
  readonly severities: readonly string[];
  readonly condition: string;
  readonly meaning: string;
  /** As in the alarm's own description. */
  readonly steps: readonly string[];
}

/** The text of each page in docs/runbooks, its generated sections written anew, by the name of its file. */
export function runbookPages(
  rows: readonly DocumentedRow[],
  pages: ReadonlyMap<string, string> = pagesIn(RUNBOOK_PAGES),
): ReadonlyMap<string, string> {
  const subjects = [
    ...ALL_RULE_IDS.map((id) => subjectOf(rows.filter(({ row }) => row.id === id))),
    ...READY_MADE.map(subjectOfMetric),
  ].sort((one, other) => (one.title < other.title ? -1 : 1));
  const mistakes = mistakesIn(pages);
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'));

  const playbooks = playbooksIn(pages);
  const steps = sharedSteps(pages.get(SHARED_STEPS) as string);
  const contents = new Map<string, Map<string, string>>([
    [INDEX, new Map(Object.entries({ playbooks: playbookList(playbooks), alarms: alarmTable(subjects) }))],
    ...subjects.map((subject) => [fileOf(subject.title), sectionsOf(subject, playbooks)] as const),
  ]);
  return new Map(
    [...pages].map(([file, page]) => {
      if (file === SHARED_STEPS) return [file, page];
      return [file, fill(`docs/runbooks/${file}`, page, new Map([...(contents.get(file) ?? []), ...steps]))];
    }),
  );
}

export const pagesIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.md'))
      .sort()
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );

/** Pages that are missing, and pages that no alarm leads to. */
export function mistakesIn(pages: ReadonlyMap<string, string>): string[] {
  const ids = [...ALL_RULE_IDS, ...METRICS_WITH_ALARMS, GROUP, DECLARED];
  const expected = new Map(ids.map((id) => [fileOf(id), id]));
  const missing = [...expected].filter(([file]) => !pages.has(file));
  const unused = [...pages].filter(
    ([file, page]) => !expected.has(file) && ![INDEX, SHARED_STEPS].includes(file) && !PLAYBOOK.test(page),
  );
  return [
    ...missing.map(
      ([file, id]) => `docs/runbooks/${file} is missing: write the runbook of '${id}', beginning with '# ${id}'.`,
    ),
    ...unused.map(
      ([file]) => `docs/runbooks/${file} is of no rule, metric or playbook: delete it, or correct its name.`,
    ),
    ...[...expected]
      .filter(([file, id]) => pages.has(file) && !pages.get(file)?.startsWith(`# ${id}\n`))
      .map(([file, id]) => `docs/runbooks/${file} has to begin with '# ${id}'.`),
  ];
}

/** Where the link of an alarm leads. */
const fileOf = (id: string): string => basename(runbookUrl(id, undefined));
const linkTo = (id: string): string => `[${id}](${fileOf(id)})`;

/** A page for everything that can be wrong with one thing, whichever alarm comes first. */
interface Playbook {
  readonly title: string;
  readonly file: string;
  /** The rules and metrics whose alarms lead there. */
  readonly alarms: readonly string[];
}

const PLAYBOOK = /^# Playbook: (.*)\n\nAlarms that lead here: (.*)\.\n/;

export const playbooksIn = (pages: ReadonlyMap<string, string>): Playbook[] =>
  [...pages].flatMap(([file, page]) => {
    const [, title, alarms = ''] = PLAYBOOK.exec(page) ?? [];
    if (title === undefined) return [];
    return [{ title, file, alarms: [...alarms.matchAll(/\[(\w+)\]/g)].map(([, id = '']) => id) }];
  });

/** The steps that several runbooks share, by their names: the headings of their page. */
const sharedSteps = (page: string): [string, string][] =>
  page
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [name = '', ...lines] = part.split('\n');
      return [name, lines.join('\n').trim()];
    });

function sectionsOf(subject: Subject, playbooks: readonly Playbook[]): Map<string, string> {
  const { title, severities, meaning, steps, condition } = subject;
  const seeAlso = playbooks.filter(({ alarms }) => alarms.includes(title));
  return new Map([
    [
      'summary',
      [
        ...severities.map((severity) => `**${severity}**: ${URGENCY[severity]}`),
        meaning,
        ...seeAlso.map((playbook) => `Playbook: [${playbook.title}](${playbook.file}).`),
      ].join('\n\n'),
    ],
    ['first-steps', steps.map((step, index) => `${index + 1}. ${withLinks(step)}`).join('\n')],
    ['condition', condition],
  ]);
}

const playbookList = (playbooks: readonly Playbook[]): string =>
  playbooks.map(({ title, file, alarms }) => `- [${title}](${file}): ${alarms.map(linkTo).join(', ')}`).join('\n');

const alarmTable = (subjects: readonly Subject[]): string =>
  [
    '| Alarm | Severity | What it means |',
    '|-|-|-|',
    ...subjects.map(
      ({ title, severities, meaning }) =>
        `| ${linkTo(title)} | ${severities.join(', ')} | ${meaning.replaceAll('\n\n', '<br>')} |`,
    ),
  ].join('\n');

function subjectOf(rows: readonly DocumentedRow[]): Subject {
  const sources = perResource(rows, ({ row }) => row.source).join('\n\n');
  return {
    title: rows[0]?.row.id as string,
    severities: [...new Set(rows.map(({ row }) => row.severity))].sort(),
    condition: `${conditionsOf(rows)}\nSource: ${sources}`,
    meaning: perResource(rows, ({ row }) => row.why).join('\n\n'),
    steps: perResource(rows, ({ row }) => row.steps.join('\n')).flatMap((steps) => steps.split('\n')),
  };
}

const HEAD = ['| Resource | Severity | Alarm if |', '|-|-|-|'];

/**
 * The conditions of all resources that have the rule in one table, and below it what CloudWatch is given. Letters are those of one
 * resource's examples, so each resource whose condition has some gets a table of its own.
 */
function conditionsOf(rows: readonly DocumentedRow[]): string {
  const lettered = rows.filter((row) => hasLetters([lineOf(row), ...parametersOf(row)].join('\n')));
  const plain = rows.filter((row) => !lettered.includes(row));
  return [
    ...(plain.length === 0 ? [] : [...HEAD, ...plain.map(lineOf), '', ...parametersIn(plain)]),
    ...lettered.flatMap((row) => [...examplesOf(row.section), ...HEAD, lineOf(row), '', ...parametersIn([row])]),
  ].join('\n');
}

function lineOf(row: DocumentedRow): string {
  const resource = [row.section.resource, scopeOf(row)].filter((part) => part !== '').join(', ');
  return `| ${[resource, severityText(row), conditionText(row)].join(' | ')} |`;
}

/** Once where all resources have the same, otherwise each with its resources. */
function parametersIn(rows: readonly DocumentedRow[]): string[] {
  const texts = [...new Set(rows.map((row) => parametersOf(row).join('\n')))];
  return texts.flatMap((text) => {
    const resources = rows
      .filter((row) => parametersOf(row).join('\n') === text)
      .map(({ section }) => section.resource);
    const head = texts.length === 1 ? [] : [`${resources.join(', ')}:\n`];
    return [...head, ...text.split('\n').map((line) => `- ${line}`), ''];
  });
}

/** A text once where all resources have the same, otherwise each with its resources. */
function perResource(rows: readonly DocumentedRow[], textOf: (row: DocumentedRow) => string): string[] {
  const texts = [...new Set(rows.map(textOf))];
  if (texts.length === 1) return texts;
  return texts.map((text) => {
    const resources = rows.filter((row) => textOf(row) === text).map(({ section }) => section.resource);
    return text.replaceAll(/^/gm, `*${resources.join(', ')}*: `);
  });
}

function subjectOfMetric(metric: CatalogueMetric): Subject {
  const { name, alarms } = metric;
  const distinct = (texts: readonly (string | undefined)[]) => [...new Set(texts)].filter((text) => text !== undefined);
  return {
    title: name,
    severities: alarms.map(({ severity }) => severity).sort(),
    condition: [
      '| Severity | Alarm if |',
      '|-|-|',
      ...metricConditions(metric),
      '',
      ...metricParameters(metric).map((line) => `- ${line}`),
    ].join('\n'),
    meaning: distinct(alarms.map(({ severity, why }) => (alarms.length > 1 ? `${severity}: ${why}` : why))).join(
      '\n\n',
    ),
    steps: distinct(alarms.flatMap(({ steps }) => steps)),
  };
}

const PAGES: ReadonlySet<string> = new Set([...ALL_RULE_IDS, ...METRICS_WITH_ALARMS]);

/** Names of rules become links, save in code, where they are metrics. */
const withLinks = (text: string): string =>
  text.replaceAll(/`[^`]*`|\[[^\]]*\]|\b[A-Z]\w+\b/g, (word) => (PAGES.has(word) ? linkTo(word) : word));
