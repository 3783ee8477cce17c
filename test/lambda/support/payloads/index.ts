import { MATH_ALARMS, METRIC_ALARMS } from './metric-alarms';
import { EVENTS, SPELLINGS, WITHOUT_TRIGGER } from './other-alarms';
import type { Payload } from './payload';
import { NASTY, OTHER_MESSAGES } from './strange';

/** Messages as AWS and people send them, by what they have in common. */
export const FAMILIES: Readonly<Record<string, readonly Payload[]>> = {
  'metric-alarms': METRIC_ALARMS,
  'math-alarms': MATH_ALARMS,
  'without-trigger': WITHOUT_TRIGGER,
  events: EVENTS,
  spellings: SPELLINGS,
  'other-messages': OTHER_MESSAGES,
  nasty: NASTY,
};

export const ALL: readonly Payload[] = Object.values(FAMILIES).flat();
