import { pages, Severity } from '../../contracts/severity';
import { componentSections } from './alarm-text';
import { estimateSection } from './estimate-text';
import type { AlarmReport, Report } from './report';
import {
  budgetSection,
  changesSection,
  dashboardSection,
  leftOutSection,
  maskingSection,
  messageSection,
  notWatchedSection,
  refusedSection,
  topicSection,
  unresolvedSection,
} from './sections';
import type { Page } from './table';
import { counted } from './units';
import { verificationSection } from './verification';
import { wrap } from './wrap';

/** The report as text for a terminal. */
export function printReport(report: Report, title: string, page: Page): string {
  const sections = [
    [...wrap(title, page.width).map((line) => page.paint('strong', line)), ...wrap(summaryOf(report), page.width)],
    ...componentSections(report.components, page),
    maskingSection(report.masking, page),
    topicSection(report.topics, page),
    dashboardSection(report.dashboards, page),
    budgetSection(report.budgets, page),
    estimateSection(report.estimate, page),
    report.verification === undefined ? [] : verificationSection(report.verification, page),
    changesSection(report.changes, page),
    notWatchedSection(report.notWatched, page),
    leftOutSection(report.leftOut, page),
    refusedSection(report.refused, page),
    unresolvedSection(report.unresolved, page),
    messageSection(report.messages, page),
  ];
  const texts = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

const KINDS: readonly { readonly name: string; readonly is: (alarm: AlarmReport) => boolean }[] = [
  { name: 'page', is: ({ route, severity }) => route.by === 'action' && severity !== 'unknown' && pages(severity) },
  { name: 'open a ticket', is: ({ route, severity }) => route.by === 'action' && severity === Severity.P2 },
  { name: 'inform', is: ({ route, severity }) => route.by === 'action' && severity === Severity.P3 },
  { name: 'notify at unknown severity', is: ({ route, severity }) => route.by === 'action' && severity === 'unknown' },
  { name: 'notify through a composite', is: ({ route }) => route.by === 'composite' },
  { name: 'dashboard only', is: ({ route }) => route.by === 'nothing' },
];

function summaryOf({ components, estimate, leftOut }: Report): string {
  const alarms = components.flatMap((component) => component.alarms);
  const others =
    leftOut.length === 0 ? [] : [`Not deployed, since a condition is false: ${counted(leftOut.length, 'alarm')}.`];
  if (alarms.length === 0) return ['No alarms.', ...others].join(' ');
  const counts = KINDS.map(({ name, is }) => ({ name, count: alarms.filter(is).length }));
  const kinds = counts.filter(({ count }) => count > 0).map(({ name, count }) => `${count} ${name}`);
  return [
    `${counted(alarms.length, 'alarm')} for ${counted(components.length, 'component')}: ${kinds.join(', ')}.`,
    ...others,
    `About $${estimate.monthly.toFixed(2)} a month.`,
    'P0 and P1 page, P2 opens a ticket, P3 is on the dashboard only, ? is unknown.',
  ].join(' ');
}
