import type { ChannelSettings } from '../../../lib/contracts/channels';
import { ANSWER_MINUTES, type Severity } from '../../../lib/contracts/severity';
import type { Alert, Incident } from '../../shared/alerts/alert';

/** The level that is notified next of an unacknowledged incident, and when. */
export interface NextLevel {
  readonly level: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export const answerTime = (severity: Severity): number => ANSWER_MINUTES[severity] * 60_000;

/**
 * Each level that is notified of the severity has the time to acknowledge that the severity gives. It begins again where the incident
 * becomes more severe, and where nobody has it any more.
 */
export function nextLevel(
  channels: readonly Pick<ChannelSettings, 'severities' | 'level'>[],
  { severity, raisedAt = 0 }: Pick<Alert, 'severity' | 'raisedAt'>,
  { startedAt = 0, assigned, reopened, level = 1 }: Incident,
): NextLevel | undefined {
  if (assigned !== undefined) return undefined;
  const notified = channels.filter(({ severities }) => severities.includes(severity));
  const above = [...new Set(notified.map((channel) => channel.level ?? 1))].filter((each) => each > 1).sort(ascending);
  const next = above.find((each) => each > level);
  if (next === undefined) return undefined;
  const begun = Math.max(startedAt, raisedAt);
  const [since, from] = reopened !== undefined && reopened.at > begun ? [reopened.at, reopened.level] : [begun, 1];
  const levels = above.filter((each) => each > from && each <= next).length;
  return { level: next, at: since + levels * answerTime(severity) };
}

const ascending = (a: number, b: number): number => a - b;
