import { join } from 'node:path';
import { SECTIONS } from '../../lib/resources/all';
import type { Section } from '../../lib/resources/resource-type';
import type { DocumentedRow } from './appearances';
import { conditionText, examplesOf, parametersOf, scopeOf, severityText } from './condition';
import { readyMadeSection } from './ready-made';

export const CATALOGUE = join(__dirname, '..', '..', 'docs', 'alarms.md');

/** The generated sections of the catalogue of alarms. */
export const catalogueSections = (rows: readonly DocumentedRow[]): ReadonlyMap<string, string> =>
  new Map([
    ['rules', rulesSection(rows)],
    ['ready-made', readyMadeSection()],
  ]);

/** The types of components, in the order of the catalogue. */
const TITLES: Readonly<Record<Section['component'], string>> = {
  WebPortal: 'Web portal',
  HttpApi: 'HTTP API',
  EventApi: 'Event API',
  Queue: 'Queue',
  Database: 'Database',
  Application: 'Application',
  HealthChecks: 'Health checks',
};

const rulesSection = (rows: readonly DocumentedRow[]): string =>
  Object.entries(TITLES)
    .map(([type, title]) => {
      const sections = SECTIONS.filter(({ component }) => component === type);
      return `## ${title}\n\n${sections.map((section) => resourceText(section, rows)).join('\n')}`;
    })
    .join('\n');

function resourceText(section: Section, rows: readonly DocumentedRow[]): string {
  const own = rows.filter((row) => row.section === section);
  return [
    `### ${section.resource}\n`,
    ...examplesOf(section),
    '| Rule | Severity | What it means | Alarm if |',
    '|-|-|-|-|',
    ...own.map(ruleText),
    '',
    ...details(own.map(parametersText)),
  ].join('\n');
}

/** All that the catalogue has of a rule: its line in the table, and what CloudWatch is given. */
export const documentedText = (documented: DocumentedRow): string[] => [
  ruleText(documented),
  parametersText(documented),
];

function ruleText(documented: DocumentedRow): string {
  const { row } = documented;
  const rule = [linkTo(row.id), scopeOf(documented)].filter((part) => part !== '').join('<br>');
  return `| ${[rule, severityText(documented), row.why, conditionText(documented)].join(' | ')} |`;
}

export const linkTo = (id: string): string => `[${id}](runbooks/${id.toLowerCase()}.md)`;

const parametersText = (documented: DocumentedRow): string => itemOf(documented.row.id, parametersOf(documented));

export const itemOf = (name: string, parameters: readonly string[]): string =>
  [`- **${name}**`, ...parameters.map((line) => `  - ${line}`)].join('\n');

/** What CloudWatch is given, folded away. */
export const details = (items: readonly string[]): string[] => [
  '<details><summary>Metrics and metric math</summary>\n',
  ...items,
  '\n</details>\n',
];
