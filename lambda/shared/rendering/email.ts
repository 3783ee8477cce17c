import type { Alert, Incident } from '../alerts/alert';
import { factsOf, inLine, resolutionOf } from './facts';
import { linksOf } from './links';
import { isFull, measuredIn, namesOf, reasonOf } from './parts';
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
  const { children, steps, name, account, region, severity } = alert;
  const isAlarm = isFull(alert);
  const resolution = resolutionOf(alert, incident);
  const about: readonly [string, string | undefined][] = [
    ['Name', oneLine(name)],
    ['Severity', severity],
    ['Where', whereabouts(alert)],
    ['Account', [account, region].filter(Boolean).join(', ')],
  ];
  const paragraphs = [
    `[${badge(alert)}] ${headline(alert)}`,
    [timing(alert, incident), measuredIn(alert)].filter(Boolean).join('\n'),
    reasonOf(alert),
    factsOf(alert, incident).map(inLine).join('\n'),
    ...(isAlarm && children.length > 0
      ? [['In alarm:', ...namesOf(children).map((child) => `  - ${child}`)].join('\n')]
      : []),
    ...(isAlarm && steps.length > 0
      ? [
          ['What to do first:', ...steps.slice(0, 3).map((step, index) => `  ${index + 1}. ${oneLine(step)}`)].join(
            '\n',
          ),
        ]
      : []),
    ...(resolution.length > 0
      ? [['To be filled in:', ...resolution.map((fact) => `  ${inLine(fact)}`.replace(/ …$/, ''))].join('\n')]
      : []),
    linksOf(alert, incident)
      .map(({ label, url }) => `${label}: ${url}`)
      .join('\n'),
    about
      .filter(([, value]) => value)
      .map(([label, value]) => `${label}: ${value}`)
      .join('\n'),
  ];
  return cut(clean(paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')), 8000);
}
