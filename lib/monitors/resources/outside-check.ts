import { Stack } from 'aws-cdk-lib';
import type { CfnHealthCheck } from 'aws-cdk-lib/aws-route53';
import type { CfnCanary } from 'aws-cdk-lib/aws-synthetics';
import type { Charts } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';
import { CANARY, ROUTE53_HEALTH_CHECK } from '../../resources/outside-check';
import { CANARY_RULES, ROUTE53_HEALTH_CHECK_RULES } from '../../rules/outside-check-rules';
import { candidates } from '../../rules/rule';
import { inspect, stringIn } from '../../tree/inspect';
import { consoleUrl } from './console';
import { registerResource } from './registration';

const checked = linesOf('AWS/Route53')('Healthy checkers', 'success', 'HealthCheckPercentageHealthy', 'Average');

const HEALTH_CHECK_CHARTS: Charts = {
  numbers: [{ ...checked, label: 'Healthy checkers (%)' }],
  symptoms: [graph('healthy checkers', 'Percent', checked)],
  causes: [],
};

/** Route 53 is measured in us-east-1 only. */
export const ROUTE53_HEALTH_CHECKS = registerResource<CfnHealthCheck>({
  data: ROUTE53_HEALTH_CHECK,
  component: 'WebPortal',
  // one that reads an alarm repeats what that says
  accepts: (check) =>
    inspect<CfnHealthCheck.HealthCheckConfigProperty>(check.healthCheckConfig, check)?.type !== 'CLOUDWATCH_METRIC',
  parts: (check, context) => [
    {
      id: '',
      ...context.inUsEast1(check),
      dimensions: { HealthCheckId: check.ref },
      rules: candidates(ROUTE53_HEALTH_CHECK_RULES, {}),
      charts: HEALTH_CHECK_CHARTS,
      consoleUrl: consoleUrl(check, `route53/healthchecks/home#/details/${check.ref}`),
    },
  ],
});

const runs = linesOf('CloudWatchSynthetics');
const succeeded = runs('Successful runs', 'success', 'SuccessPercent', 'Average', { rules: ['CanaryFailing'] });
const duration = runs('Duration', 'p99', 'Duration', 'Maximum');

const CANARY_CHARTS: Charts = {
  numbers: [
    { ...succeeded, label: 'Successful runs (%)' },
    { ...duration, label: 'Duration (ms)' },
  ],
  symptoms: [graph('successful runs', 'Percent', succeeded)],
  causes: [graph('duration', 'ms', duration)],
};

const UNITS: Readonly<Record<string, number>> = { minute: 1, hour: 60 };
/** Of a cron expression: a run each hour, or more often. */
const UNKNOWN_MINUTES = 60;

/** `rate(5 minutes)`; undefined for a canary that runs once. */
function everyMinutes(canary: CfnCanary): number | undefined {
  const schedule = inspect<CfnCanary.ScheduleProperty>(canary.schedule, canary);
  const expression = stringIn(schedule?.expression, canary) ?? '';
  const [, number, unit] = /^rate\((\d+) (minute|hour)s?\)$/.exec(expression) ?? [];
  if (number === undefined || unit === undefined) return UNKNOWN_MINUTES;
  const minutes = Number(number) * (UNITS[unit] ?? 1);
  return minutes === 0 ? undefined : minutes;
}

export const CANARIES = registerResource<CfnCanary>({
  data: CANARY,
  component: 'WebPortal',
  accepts: (canary) => everyMinutes(canary) !== undefined,
  parts: (canary) => [
    {
      id: '',
      stack: Stack.of(canary),
      dimensions: { CanaryName: canary.ref },
      rules: candidates(CANARY_RULES, { everyMinutes: everyMinutes(canary) ?? UNKNOWN_MINUTES }),
      charts: CANARY_CHARTS,
      consoleUrl: consoleUrl(canary, `cloudwatch/home#synthetics:canary/detail/${canary.ref}`),
    },
  ],
});
