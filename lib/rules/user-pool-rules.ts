import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const cognito = metricsOf('AWS/Cognito');

/** Of a client of a pool. The Sum of a metric counts what succeeded, its SampleCount all. */
export const USER_POOL_CLIENT_RULES = documentedBy<object>(
  'cognito/latest/developerguide/metrics-for-cognito-user-pools.html',
  [
    {
      id: 'SignInsFailing',
      severity: Severity.P2,
      metrics: { good: cognito('SignInSuccesses', 'Sum'), all: cognito('SignInSuccesses', 'SampleCount') },
      expression: 'IF(all - good >= 10, 100 * (all - good) / all, 0)',
      label: 'Failed sign-ins',
      unit: 'percent',
      periodMinutes: 15,
      datapoints: [2, 2],
      is: '>=',
      threshold: 50,
      why: 'Half of the sign-ins fail: users cannot get in, or somebody tries out passwords.',
      steps: ['Look whether the last release changed the sign-in.', 'Look for one address behind the failures.'],
      source: 'Project default: half, and ten or more that failed, twice in a row. Mistyped passwords stay far below.',
    },
    {
      id: 'SignInsThrottled',
      severity: Severity.P2,
      metrics: {
        signIns: cognito('SignInThrottles', 'Sum'),
        signUps: cognito('SignUpThrottles', 'Sum'),
        refreshes: cognito('TokenRefreshThrottles', 'Sum'),
      },
      expression: 'SUM([signIns, signUps, refreshes])',
      label: 'Throttled sign-ins, sign-ups and refreshes',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [3, 5],
      is: '>=',
      threshold: 1,
      why: 'Users cannot sign in or stay signed in: the pool has reached its quota of requests.',
      steps: [
        'Compare the requests per second with the quotas of the account.',
        'Keep tokens for as long as they are valid.',
      ],
      source: 'As FunctionThrottled: three separate windows, since bursts touch two at most.',
    },
  ],
);
