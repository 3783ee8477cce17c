import { CHECK_RULE, HEALTH_CHECKS_NAMESPACE } from '../contracts/health-checker';
import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const healthChecks = metricsOf(HEALTH_CHECKS_NAMESPACE);
const lambda = metricsOf('AWS/Lambda');

/** Of each check. The function that runs it decides what is wrong, from several runs: the alarm adds no waiting of its own. */
export const HEALTH_CHECK_RULES = documentedBy<object>('customMetrics', [
  {
    id: CHECK_RULE,
    severity: Severity.P1,
    metrics: { m: healthChecks('HealthCheckViolations', 'Maximum') },
    label: 'Violations',
    unit: 'count',
    periodMinutes: 1,
    datapoints: [1, 1],
    is: '>=',
    threshold: 1,
    // where nothing is published, HealthChecksStopped fires: once, not for each check
    missing: 'ignore',
    standsAlone: true,
    why: 'The health check fails, is slow, or finds an answer that is stale or a certificate that expires.',
    steps: [
      'Run the check from your own machine: npx vigil check checks.json.',
      'Look at the alarms of the component behind it, and at its newest deployment.',
    ],
    source:
      'The function publishes how many things are wrong, from seven runs: error rate, average latency, failures in a row. Its thresholds are in the file of checks.',
  },
]);

export interface HealthCheckerFacts {
  /** Each is published once a minute. */
  readonly checks: number;
  /** How many invocations share the checks. */
  readonly shards: number;
}

/** Checks of one shard; the last may have fewer. */
const shardOf = ({ checks, shards }: HealthCheckerFacts): number => Math.ceil(checks / shards);

/** Of all checks of a file together. */
export const HEALTH_CHECKS_RULES = documentedBy<HealthCheckerFacts>('customMetrics', [
  {
    id: 'HealthChecksStopped',
    severity: Severity.P1,
    metrics: { m: healthChecks('HealthCheckViolations', 'SampleCount') },
    label: 'States of checks that were published',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [2, 2],
    is: '<',
    // of one shard, three rounds of five
    threshold: (facts) => 5 * facts.checks - 3 * shardOf(facts) + 1,
    missing: 'breaching',
    standsAlone: true,
    why: 'Health checks do not run: no failure of what they check would be noticed.',
    steps: [
      'Read the newest errors in the log of the function that runs the checks.',
      'Look whether its schedule is enabled, and whether it is throttled or times out.',
    ],
    source:
      'Project default: three rounds of five are missing, of all checks or of one invocation that runs a part of them, for 10 minutes.',
  },
]);

/** Of the function that runs them. */
export const HEALTH_CHECKER_RULES = documentedBy<object>('lambda', [
  {
    id: 'HealthCheckerFailing',
    severity: Severity.P2,
    metrics: { failed: lambda('Errors', 'Sum'), refused: lambda('Throttles', 'Sum') },
    expression: 'SUM([failed, refused])',
    label: 'Rounds that failed',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [2, 3],
    is: '>=',
    threshold: 2,
    why: 'Rounds of health checks fail, as a whole or in a part: a state that cannot be written, a region that cannot be asked.',
    steps: ['Read the newest errors in the log of the function: they name what failed.'],
    source: 'Project default: 2 of 5 rounds, twice, so that a single throttled request is no ticket.',
  },
]);
