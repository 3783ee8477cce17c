import {
  CHECK_DIMENSION,
  CHECKER_DIMENSION,
  HEALTH_CHECKS_NAMESPACE,
  type HealthCheckMetric,
} from '../contracts/health-checker';
import { type AxisUnit, type Chart, type Charts, LINES_OF_A_GRAPH } from '../dashboards/chart';
import { metricsOf } from '../rules/metrics-of';

const healthChecks = metricsOf(HEALTH_CHECKS_NAMESPACE);

/** Each check is a line: a search finds those that there are. */
const byCheck = (
  checker: string,
  title: string,
  metric: HealthCheckMetric,
  statistic: string,
  unit: AxisUnit,
): Chart => ({
  title,
  left: {
    unit,
    lines: [
      {
        label: `\${PROP('Dim.${CHECK_DIMENSION}')}`,
        metrics: {},
        expression: `SORT(SEARCH('{${HEALTH_CHECKS_NAMESPACE},${CHECKER_DIMENSION},${CHECK_DIMENSION}} MetricName="${metric}" ${CHECKER_DIMENSION}=${JSON.stringify(checker)}', '${statistic}'), MAX, DESC, ${LINES_OF_A_GRAPH})`,
      },
    ],
  },
});

/** What is wrong with which check; latency and the rest where they are metrics. */
export function checksCharts(checker: string, { allMetrics }: { readonly allMetrics: boolean }): Charts {
  const chart = (...about: [string, HealthCheckMetric, string, AxisUnit]) => byCheck(checker, ...about);
  return {
    numbers: [
      { label: 'Violations now', means: 'error', metrics: { m: healthChecks('HealthCheckViolations', 'Maximum') } },
      {
        label: 'Runs in 5 min',
        means: 'traffic',
        metrics: { m: healthChecks('HealthCheckViolations', 'SampleCount') },
      },
    ],
    symptoms: [
      chart('violations', 'HealthCheckViolations', 'Maximum', 'Count'),
      ...(allMetrics
        ? [
            chart('average latency', 'HealthCheckLatencyAverage', 'Average', 'ms'),
            chart('latency p95', 'HealthCheckLatency', 'p95', 'ms'),
            chart('error rate', 'HealthCheckErrorRate', 'Average', 'Percent'),
            chart('days until certificates expire', 'HealthCheckCertificateDays', 'Minimum', 'days'),
          ]
        : []),
    ],
    causes: [],
  };
}
