import type { CheckNotice } from '../../../lib/contracts/health-checker';
import { durationInWords } from '../rendering/times';
import { type CheckMessage, type CheckState, kindsOf, type ViolationKind } from './check-state';

interface Words {
  readonly begun: string;
  readonly over: string;
}

const WORDS: Readonly<Record<ViolationKind, Words>> = {
  error: { begun: 'Failing', over: 'no longer failing' },
  latency: { begun: 'Slow', over: 'no longer slow' },
  stale: { begun: 'Stale', over: 'no longer stale' },
  certificate: { begun: 'Certificate', over: 'the certificate is valid for long enough' },
  domain: { begun: 'Domain', over: 'the domain is registered for long enough' },
  heartbeat: { begun: 'Heartbeat', over: 'heartbeats arrive again' },
};

const overText = (kinds: readonly ViolationKind[]): string => kinds.map((kind) => WORDS[kind].over).join(', ');

/** What is wrong with a check now: `Failing: HTTP 503. 4 of the last 7 runs failed.` */
export const violationsText = ({ violations }: Pick<CheckState, 'violations'>): string =>
  kindsOf(violations)
    .map((kind) => `${WORDS[kind].begun}: ${violations[kind]?.reason}`)
    .join(' ');

/** What was wrong with a check, and is so no longer: `no longer failing. Before: HTTP 503. 4 of the last 7 runs failed.` */
export function recoveredText(violations: CheckState['violations']): string {
  const kinds = kindsOf(violations);
  if (kinds.length === 0) return '';
  return `${overText(kinds)}. Before: ${kinds.map((kind) => violations[kind]?.reason).join(' ')}`;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface Subject extends Pick<CheckNotice, 'checker' | 'check' | 'target'> {
  /** Of the check's alarm. */
  readonly alarmArn: string;
}

/** What the notifier is asked to say; undefined for a beginning and an end, which are the alarm's own messages. */
export function noticeOf({ alarmArn, ...about }: Subject, message: CheckMessage): CheckNotice | undefined {
  const { kind, at } = message;
  if (kind === 'begun' || kind === 'ended') return undefined;
  return { vigil: 'healthCheck', ...about, kind, at, alarm: alarmArn, text: noticeText(message) };
}

/** A change of an open alert, or a reminder of it. */
function noticeText({ kind, at, since, violations, over }: CheckMessage): string {
  const ended = over.length === 0 ? [] : [`${sentence(overText(over))}.`];
  const still = kind === 'reminder' ? [`For ${durationInWords(at - since)}.`] : [];
  return [violationsText({ violations }), ...ended, ...still].join(' ');
}
