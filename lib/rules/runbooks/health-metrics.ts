import type { MetricRunbooks } from './runbook';
import { NEWEST_ERRORS, ROLL_BACK, WHAT_CHANGED } from './shared';

export const HEALTH_METRIC_RUNBOOKS: MetricRunbooks = {
  HealthStatus: {
    source: 'Project default: 0 healthy, 1 degraded, 2 unhealthy; twice, so that one lost answer tells nobody.',
    symptoms: [
      'The health endpoint calls a component unhealthy (2, page: it answers 503) or degraded (1, ticket: it answers 200).',
      'A load balancer that asks this endpoint may take the target out.',
    ],
    investigation: [
      {
        say: 'What does it say now? Each component with its status and numbers:',
        run: 'curl -s https://API/HEALTH_PATH',
      },
      'Graph `HealthStatus` and `HealthCheckDuration` by `Component`: slow first, then unhealthy, is a time-out of the check.',
      NEWEST_ERRORS,
      'Database or partner component: follow the alarm of that; the endpoint only repeats it.',
      'Memory: `HeapUsedBytes` that only grows since the last start is a leak.',
      'No data: nobody asks. The alarm stays as it was; look whether the caller of the endpoint runs.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: ['Unhealthy dependency: mend that one.', 'Leak: start the process anew, one after the other.', ROLL_BACK],
      mend: [
        'Mend what the check found.',
        'The check itself was wrong: give it the time, or the limit, that is true in production.',
      ],
      prevent: [
        'What is optional makes a component degraded, never unhealthy.',
        'A check is quick and writes nothing.',
      ],
    },
  },
};
