import type { Runbooks } from './runbook';
import { CONCURRENCY, NEWEST_ERRORS, WHAT_CHANGED } from './shared';

export const ANSWERS_RUNBOOKS: Runbooks = {
  AnswersFailing: {
    symptoms: [
      'The page behind `Acknowledge` says that something went wrong, or `vigil ack` fails.',
      'Incidents that somebody wanted to take are told to the next level all the same.',
    ],
    investigation: [
      NEWEST_ERRORS,
      'Denied: may its role read the table and the key, and write into the queue of the notifier?',
      CONCURRENCY,
      WHAT_CHANGED,
    ],
    resolution: {
      now: ['Say in the channel who has the incident, and warn the next level.'],
      mend: ['Give back the permission, the key or the concurrency; then press the link again. Links last three days.'],
      prevent: ['Deploy what Vigil made as it is; roles and keys that are changed by hand drift.'],
    },
  },
};
