import type { Alert, Incident } from '../alerts/alert';
import { factsOf, inLine, resolutionOf } from './facts';
import { linksOf } from './links';
import { type ChildPart, isFull, measuredIn, nameIn, otherChildren, quotedReason, reasonOf, titleOf } from './parts';
import { badge, clean, cut, headline, oneLine, timing, whereabouts } from './words';

/** SNS takes fewer than 100 characters. */
const LONGEST_SUBJECT = 99;

/** `[P1] Orders in prod: Most invocations of the consumer fail.`: ASCII, one line. */
export function emailSubject(alert: Alert): string {
  const text = oneLine(
    headline(alert)
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      .replace(/…/g, '...')
      .replace(/[^\x20-\x7e]+/g, '?'),
  );
  const subject = `[${badge(alert)}] ${text}`;
  return subject.length <= LONGEST_SUBJECT ? subject : `${subject.slice(0, LONGEST_SUBJECT - 3)}...`;
}

/** Plain text that a mail program on a telephone shows well. */
export function emailText(alert: Alert, incident: Incident): string {
  const { steps, account, region, severity } = alert;
  const { heading, parts } = otherChildren(alert);
  const isAlarm = isFull(alert);
  const resolution = resolutionOf(alert, incident);
  const about: readonly [string, string | undefined][] = [
    ['Name', nameIn(alert)],
    ['Severity', severity],
    ['Where', whereabouts(alert)],
    ['Account', [account, region].filter(Boolean).join(', ')],
  ];
  const paragraphs = [
    titleOf(alert, 500),
    [timing(alert, incident), ...measuredIn(alert)].join('\n'),
    reasonOf(alert),
    factsOf(alert, incident).map(inLine).join('\n'),
    ...(isAlarm && steps.length > 0
      ? [
          [
            'What to do first:',
            ...steps.slice(0, 3).map((step, index) => `  ${index + 1}. ${cut(oneLine(step), 500)}`),
          ].join('\n'),
        ]
      : []),
    ...(parts.length > 0 ? [[`${heading}:`, ...parts.flatMap(childLines)].join('\n')] : []),
    ...(resolution.length > 0
      ? [['To be filled in:', ...resolution.map((fact) => `  ${inLine(fact)}`.replace(/ …$/, ''))].join('\n')]
      : []),
    linksOf(alert, incident)
      .map(({ label, url }) => `${label}: ${url}`)
      .join('\n'),
    quotedReason(alert),
    about
      .filter(([, value]) => value)
      .map(([label, value]) => `${label}: ${value}`)
      .join('\n'),
  ];
  return cut(clean(paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')), 8000);
}

const childLines = ({ title, steps, runbookUrl }: ChildPart): string[] => [
  `  - ${title}`,
  ...steps.map((step, index) => `    ${index + 1}. ${step}`),
  ...(runbookUrl === undefined ? [] : [`    Runbook: ${runbookUrl}`]),
];
