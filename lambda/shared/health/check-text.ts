import { durationInWords } from '../rendering/times';
import type { CheckMessage, CheckState, ViolationKind } from './check-state';

const NAMES: Readonly<Record<ViolationKind, string>> = {
  error: 'Failing',
  latency: 'Slow',
  stale: 'Stale',
  certificate: 'Certificate',
  domain: 'Domain',
  heartbeat: 'Heartbeat',
};

/** What is wrong with a check now: `Failing: HTTP 503. 4 of the last 7 runs failed.` */
export const violationsText = ({ violations }: Pick<CheckState, 'violations'>): string =>
  Object.entries(violations)
    .map(([kind, { reason }]) => `${NAMES[kind as ViolationKind]}: ${reason}`)
    .join(' ');

/** A change of an open alert, or a reminder of it. */
export function noticeText({ kind, at, since, violations, over }: CheckMessage): string {
  const ended = over.length === 0 ? [] : [`Not any more: ${over.map((each) => NAMES[each].toLowerCase()).join(', ')}.`];
  const still = kind === 'reminder' ? [`For ${durationInWords(at - since)}.`] : [];
  return [violationsText({ violations }), ...ended, ...still].join(' ');
}
