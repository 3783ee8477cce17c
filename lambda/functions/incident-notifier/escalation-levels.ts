import type { ChannelSettings } from '../../../lib/contracts/channels';
import { ANSWER_MINUTES, type Severity } from '../../../lib/contracts/severity';

/** The level that is notified next of an unacknowledged incident, and when. */
export interface NextLevel {
  readonly level: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export const answerTime = (severity: Severity): number => ANSWER_MINUTES[severity] * 60_000;

/** Each level that is notified of the severity has the response time of the severity. */
export function nextLevel(
  channels: readonly Pick<ChannelSettings, 'severities' | 'level'>[],
  severity: Severity,
  startedAt: number,
  level: number,
): NextLevel | undefined {
  const hearing = channels.filter(({ severities }) => severities.includes(severity));
  const above = [...new Set(hearing.map((channel) => channel.level ?? 1))].filter((each) => each > 1).sort(ascending);
  const next = above.find((each) => each > level);
  if (next === undefined) return undefined;
  return { level: next, at: startedAt + (above.indexOf(next) + 1) * answerTime(severity) };
}

const ascending = (a: number, b: number): number => a - b;
