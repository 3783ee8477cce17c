import { join } from 'node:path';
import { GROUP } from '../../lib/alarms/component-alarms';
import type { CatalogueMetric } from '../../lib/catalogue/catalogue';
import { ALL_RULE_IDS } from '../../lib/rules/all-rules';
import { METRIC_RUNBOOKS, RULE_RUNBOOKS } from '../../lib/rules/runbooks/all-runbooks';
import { DECLARED_RUNBOOK, FAILING_RUNBOOK } from '../../lib/rules/runbooks/general';
import { PLAYBOOKS } from '../../lib/rules/runbooks/playbooks';
import type { Entry, Runbook } from '../../lib/rules/runbooks/runbook';
import { DECLARED, METRICS_WITH_ALARMS } from '../../lib/runbook-url';
import { type DocumentedRow, examplesOf, renderRow } from './alarms';
import { READY_MADE, rowsOf } from './ready-made';
import { headOf } from './table';

export const RUNBOOK_PAGES = join(__dirname, '..', '..', 'docs', 'runbooks');

const WRITTEN = '<!-- written by `npm run docs`: change lib/rules and lib/rules/runbooks, not this page -->\n';
/** Unless the severity was changed for an environment. */
const URGENCY: Readonly<Record<string, string>> = {
  P0: 'pages, answer within 15 minutes.',
  P1: 'pages, answer within an hour.',
  P2: 'a ticket, answer within 4 hours.',
  P3: 'only shown, look at it within a day.',
};
const WAYS_ON =
  '[All alarms](../alarms.md) · [All runbooks](README.md) · [How to troubleshoot](../troubleshooting.md)\n';

/** What a page knows of its alarm, beside its runbook. */
interface Subject {
  readonly title: string;
  /** The most urgent first. */
  readonly severities: readonly string[];
  readonly conditions: string;
  readonly meaning: string;
  /** What the alarm itself says first. */
  readonly steps: readonly string[];
  readonly source: string;
}

/** The text of every page in docs/runbooks, by the name of its file. */
export function runbookPages(rows: readonly DocumentedRow[]): ReadonlyMap<string, string> {
  const ids = [...new Set(rows.map(({ row }) => row.id))].sort();
  const subjects = [
    ...ids.map((id) => subjectOf(rows.filter(({ row }) => row.id === id))),
    ...READY_MADE.map(subjectOfMetric),
  ];
  const pages = subjects.map((subject) => [fileOf(subject.title), pageOf(subject)] as const);
  return new Map([
    ...pages,
    [fileOf(GROUP), plainPage(GROUP, ABOUT_FAILING, FAILING_RUNBOOK)],
    [fileOf(DECLARED), plainPage(DECLARED, ABOUT_DECLARED, DECLARED_RUNBOOK)],
    ...PLAYBOOKS.map((playbook) => [`${playbook.page}.md`, playbookPage(playbook)] as const),
    ['README.md', indexPage(subjects)],
  ]);
}

const fileOf = (id: string): string => `${id.toLowerCase()}.md`;
const linkTo = (id: string): string => `[${id}](${fileOf(id)})`;

function subjectOf(rows: readonly DocumentedRow[]): Subject {
  const title = rows[0]?.row.id as string;
  return {
    title,
    severities: [...new Set(rows.map(({ row }) => row.severity))].sort(),
    conditions: conditionsOf(rows),
    meaning: perResource(rows, ({ row }) => row.why).join('\n\n'),
    steps: perResource(rows, ({ row }) => row.steps.join('\n')).flatMap((steps) => steps.split('\n')),
    source: perResource(rows, ({ row }) => row.source).join('\n\n'),
  };
}

/** What stands in a line of a condition that differs between examples. */
const LETTERS = /<br>only [a-z]| \([a-z](, [a-z])*\)(<br>| \|)/;

/** One table; but letters are those of one resource's examples, so each resource whose condition has some gets its own. */
function conditionsOf(rows: readonly DocumentedRow[]): string {
  const line = ({ section, row, appearances }: DocumentedRow) => renderRow(section, row, appearances, section.resource);
  const plain = rows.filter((row) => !LETTERS.test(line(row)));
  const others = rows.filter((row) => !plain.includes(row));
  return [
    ...(plain.length === 0 ? [] : [...headOf('Resource'), ...plain.map(line), '']),
    ...others.flatMap((row) => [...examplesOf(row.section), ...headOf('Resource'), line(row), '']),
  ].join('\n');
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
  const told = (texts: readonly (string | undefined)[]) => [...new Set(texts)].filter((text) => text !== undefined);
  return {
    title: name,
    severities: alarms.map(({ severity }) => severity).sort(),
    conditions: [...headOf('Metric'), ...rowsOf(metric, name), ''].join('\n'),
    meaning: told(alarms.map(({ severity, why }) => (alarms.length > 1 ? `${severity}: ${why}` : why))).join('\n\n'),
    steps: told(alarms.flatMap(({ steps }) => steps)),
    source: METRIC_RUNBOOKS[name]?.source ?? '',
  };
}

function pageOf({ title, severities, conditions, meaning, steps, source }: Subject): string {
  const runbook = RULE_RUNBOOKS[title] ?? METRIC_RUNBOOKS[title];
  if (runbook === undefined) throw new Error(`'${title}' has no runbook: write one in lib/rules/runbooks.`);
  const playbooks = PLAYBOOKS.filter(({ alarms }) => alarms.includes(title));
  const seeAlso = playbooks.map(({ title: of, page }) => `The whole picture: [${of}](${page}.md).\n`);
  return [
    `# ${title}\n`,
    WRITTEN,
    ...severities.map((severity) => `**${severity}**: ${URGENCY[severity]}\n`),
    `${meaning}\n`,
    ...seeAlso,
    ...body(runbook, steps),
    '## Condition\n',
    conditions,
    `Source: ${source}\n`,
    '---\n',
    WAYS_ON,
  ].join('\n');
}

const ABOUT_FAILING = `One page for one outage: the composite alarm of a component. It is in ALARM while any rule of the component that pages (P0 or P1) is,
and carries the page for all of them, with the most urgent severity among them. The rules themselves stay silent meanwhile.
`;
const ABOUT_DECLARED = `An alarm that an application declares on one of its own metrics, in its catalogue (\`defineMetrics\`). What it means, its number and
its first steps are its owner's: read them in the alarm's description. Severity and condition are in the declaration.
`;

const plainPage = (title: string, about: string, runbook: Runbook): string =>
  [`# ${title}\n`, WRITTEN, about, ...body(runbook, []), '---\n', WAYS_ON].join('\n');

const playbookPage = ({ title, alarms, ...runbook }: (typeof PLAYBOOKS)[number]): string =>
  [
    `# Playbook: ${title}\n`,
    WRITTEN,
    `Alarms that lead here: ${alarms.map(linkTo).join(', ')}.\n`,
    ...body(runbook, []),
    '---\n',
    WAYS_ON,
  ].join('\n');

function body({ symptoms, investigation, resolution }: Runbook, steps: readonly string[]): string[] {
  return [
    '## Symptoms\n',
    listOf(symptoms, () => '-'),
    '## Investigation\n',
    listOf([...steps, ...investigation], (index) => `${index + 1}.`),
    '## Resolution\n',
    '**Now**, to stop the harm:\n',
    listOf(resolution.now, () => '-'),
    '**Then**, to mend the cause:\n',
    listOf(resolution.mend, () => '-'),
    '**So that it stays away**:\n',
    listOf(resolution.prevent, () => '-'),
  ];
}

function listOf(entries: readonly Entry[], mark: (index: number) => string): string {
  const lines = entries.map((entry, index) => {
    if (typeof entry === 'string') return `${mark(index)} ${withLinks(entry)}`;
    const indent = ' '.repeat(mark(index).length + 1);
    const [language, text] = 'run' in entry ? ['sh', entry.run] : ['', entry.query];
    const code = [`\`\`\`${language}`, ...text.split('\n'), '```'].map((line) => indent + line);
    return [`${mark(index)} ${withLinks(entry.say)}`, '', ...code, ''].join('\n');
  });
  return `${lines.join('\n').trimEnd()}\n`;
}

const PAGES: ReadonlySet<string> = new Set([...ALL_RULE_IDS, ...METRICS_WITH_ALARMS]);

/** Names of rules become links, save in code, where they are metrics. */
const withLinks = (text: string): string =>
  text.replaceAll(/`[^`]*`|\[[^\]]*\]|\b[A-Z]\w+\b/g, (word) => (PAGES.has(word) ? linkTo(word) : word));

function indexPage(subjects: readonly Subject[]): string {
  const rowOf = ({ title, severities, meaning }: Subject) =>
    `| ${linkTo(title)} | ${severities.join(', ')} | ${meaning.replaceAll('\n\n', '<br>')} |`;
  return [
    '# Runbooks\n',
    WRITTEN,
    `What to do when an alarm fires, a page for each rule: its symptoms, what to look at in which order, how to stop the harm and how to
mend the cause. Alarms link to their page. Words in CAPITALS in commands are yours to fill in. New to this? Read
[how to troubleshoot](../troubleshooting.md) first. What makes each alarm fire: [all alarms](../alarms.md).
`,
    '## Playbooks\n',
    ...PLAYBOOKS.map(({ title, page, alarms }) => `- [${title}](${page}.md): ${alarms.map(linkTo).join(', ')}`),
    '',
    '## By alarm\n',
    `- ${linkTo(GROUP)}: the composite alarm of a component that pages`,
    `- ${linkTo(DECLARED)}: an alarm that your own catalogue of metrics declares`,
    '',
    '| Alarm | Severity | What it means |',
    '|-|-|-|',
    ...[...subjects].sort((one, other) => (one.title < other.title ? -1 : 1)).map(rowOf),
    '',
    '[All alarms](../alarms.md) · [How to troubleshoot](../troubleshooting.md)\n',
  ].join('\n');
}
