import type { Alert, Incident } from '../alerts/alert';
import { isBrief } from './facts';
import { clean, cut, evaluationInWords, measurementInWords, oneLine } from './words';

const COLOURS: Readonly<Record<string, string>> = {
  P0: '#b00020',
  P1: '#d9480f',
  P2: '#e0a800',
  P3: '#607d8b',
  OK: '#2e7d32',
  INSUFFICIENT_DATA: '#607d8b',
};
const SOMEBODY_HAS_IT = '#1d6fb8';
export function colourOf({ state, severity }: Alert, { assigned }: Incident): string {
  if (state === 'ALARM' && assigned !== undefined) return SOMEBODY_HAS_IT;
  return (state === 'OK' || state === 'INSUFFICIENT_DATA' ? COLOURS[state] : COLOURS[severity]) ?? '#607d8b';
}

const MOST_CHILDREN = 10;

export const measuredIn = (alert: Alert): string | undefined => (isBrief(alert) ? undefined : measured(alert));

const measured = ({ measurement }: Alert): string | undefined =>
  measurement && [cut(measurementInWords(measurement), 200), evaluationInWords(measurement)].filter(Boolean).join(', ');

/** CloudWatch's reason repeats what was measured; what Vigil did not write itself is shown, for it may be all there is. */
export function reasonOf(alert: Alert): string {
  const { rule, meaning, reason, measurement } = alert;
  if (isBrief(alert)) return '';
  if (rule === undefined) return cut(clean([meaning, reason].filter(Boolean).join('\n')), 1200);
  return measurement?.value === undefined ? cut(oneLine(reason), 400) : '';
}

/** What is in alarm and what to do first: told once, when it begins or when others hear of it. */
export const isFull = (alert: Alert): boolean =>
  (alert.state === 'ALARM' || alert.state === 'INSUFFICIENT_DATA') && !isBrief(alert);

export function namesOf(children: readonly string[]): string[] {
  const shown = children.slice(0, MOST_CHILDREN).map((name) => cut(oneLine(name), 80));
  return children.length > MOST_CHILDREN ? [...shown, `and ${children.length - MOST_CHILDREN} more`] : shown;
}

export const originOf = ({ name, account, region }: Alert): string =>
  [name, account, region].filter(Boolean).join('  ·  ');
