import type { Alert } from '../alert';
import { clean, cut, evaluationInWords, measurementInWords, oneLine } from './words';

const COLOURS: Readonly<Record<string, string>> = {
  P0: '#b00020',
  P1: '#d9480f',
  P2: '#e0a800',
  P3: '#607d8b',
  OK: '#2e7d32',
  INSUFFICIENT_DATA: '#607d8b',
};
export const colourOf = ({ state, severity }: Alert): string =>
  (state === 'OK' || state === 'INSUFFICIENT_DATA' ? COLOURS[state] : COLOURS[severity]) ?? '#607d8b';

const MOST_CHILDREN = 10;

export const measuredIn = ({ measurement }: Alert): string | undefined =>
  measurement && [cut(measurementInWords(measurement), 200), evaluationInWords(measurement)].filter(Boolean).join(', ');

/** CloudWatch's reason repeats what was measured; what Vigil did not write itself is shown, for it may be all there is. */
export const reasonOf = ({ rule, meaning, reason, measurement }: Alert): string =>
  rule === undefined
    ? cut(clean([meaning, reason].filter(Boolean).join('\n')), 1200)
    : measurement?.value === undefined
      ? cut(oneLine(reason), 400)
      : '';

export function namesOf(children: readonly string[]): string[] {
  const shown = children.slice(0, MOST_CHILDREN).map((name) => cut(oneLine(name), 80));
  return children.length > MOST_CHILDREN ? [...shown, `and ${children.length - MOST_CHILDREN} more`] : shown;
}

export const originOf = ({ name, account, region }: Alert): string =>
  [name, account, region].filter(Boolean).join('  ·  ');
