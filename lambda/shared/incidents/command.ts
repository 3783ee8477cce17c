import type { Update } from '../../../lib/contracts/incident-update';
import type { CheckRequest, ReportRequest } from '../../../lib/contracts/messages';
import type { Alert } from '../alerts/alert';
import { unwrap } from '../parsing/envelope';
import { fieldsIn, parsed } from '../parsing/fields';

/** What timers, people and schedules ask of the notifier, through its queue. */
export type Command =
  | { readonly vigil: 'escalate'; readonly subject: string; readonly startedAt: number; readonly level: number }
  | { readonly vigil: 'quiet' | 'ended'; readonly alert: Alert }
  | ({ readonly vigil: 'acknowledge' | 'release' } & Said)
  /** When an acknowledgement is over, unless it has been renewed. */
  | ({ readonly vigil: 'expire' } & Said)
  | ({ readonly vigil: 'update' } & Said & Update)
  | ReportRequest
  | CheckRequest;

/** By whom, when, and of what. */
export interface Said {
  readonly subject: string;
  readonly startedAt: number;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const KINDS: readonly unknown[] = [
  'escalate',
  'quiet',
  'ended',
  'acknowledge',
  'release',
  'expire',
  'update',
  'digest',
  'check',
] satisfies Command['vigil'][];

/** Only what was written into the queue itself: what a topic carries is a message like any other. */
export function commandIn(body: string): Command | undefined {
  if (!body.startsWith('{"vigil":') || unwrap(body).topicArn !== undefined) return undefined;
  const fields = fieldsIn(parsed(body));
  return KINDS.includes(fields['vigil']) ? (fields as unknown as Command) : undefined;
}

export const written = (command: Command): string => JSON.stringify(command);
