import { type Alert, NOTHING_MEASURED } from './alert';

/** What all messages have that are no change of an alarm. */
export const NO_ALARM = {
  ...NOTHING_MEASURED,
  isTest: false,
  state: 'MESSAGE',
  meaning: '',
  steps: [],
  reason: '',
} as const satisfies Partial<Alert>;
