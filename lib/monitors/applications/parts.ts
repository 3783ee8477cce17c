import type { Stack } from 'aws-cdk-lib';
import type { Catalogue } from '../../catalogue/catalogue';
import { NO_CHARTS } from '../../dashboards/chart';
import type { Part } from '../../dashboards/part';
import { APPLICATION_RULES, ERROR_FILTER_RULES, METRICS_LOG_RULES, STEP_RULES } from '../../rules/application-rules';
import { candidates } from '../../rules/rule';
import { declaredRules, distinctValues } from './alarms';
import { applicationCharts, stepCharts } from './charts';

/** An expression of an alarm takes ten metrics, and each log group has two. */
const LOG_GROUPS_PER_ALARM = 5;

interface Logs {
  readonly logGroups: ReadonlyMap<Stack, string[]>;
  /** The metric of lines at ERROR, if they are counted. */
  readonly errorsLogged?: string;
}

/** The application itself, its steps, the values of dimensions that have alarms, and the log groups that carry its metrics. */
export function applicationParts(catalogue: Catalogue, stack: Stack, { logGroups, errorsLogged }: Logs): Part[] {
  const { namespace, dimensions, steps } = catalogue;
  const common = { stack, dimensions, charts: NO_CHARTS };
  const main: Part = {
    ...common,
    id: '',
    rules: [...declaredRules(catalogue, {}), ...candidates(APPLICATION_RULES, { namespace })],
    charts: applicationCharts(catalogue),
  };
  return [
    main,
    ...steps.map((step) => ({
      ...common,
      id: step.name,
      label: step.name,
      rules: candidates(STEP_RULES, { namespace, ...step }),
      charts: stepCharts(namespace, step),
    })),
    ...distinctValues(catalogue.metrics.flatMap(({ alarms }) => alarms)).map((values) => ({
      ...common,
      id: Object.values(values).join('-'),
      label: Object.values(values)
        .join('-')
        .replace(/[^A-Za-z0-9._-]+/g, '-'),
      dimensions: { ...dimensions, ...values },
      rules: declaredRules(catalogue, values),
    })),
    ...(errorsLogged === undefined
      ? []
      : [
          {
            ...common,
            id: 'Log',
            label: 'Log',
            dimensions: {},
            rules: candidates(ERROR_FILTER_RULES, { namespace, errorsLogged }),
          },
        ]),
    ...[...logGroups].flatMap(([home, names]) => logParts(home, names)),
  ];
}

function logParts(stack: Stack, logGroups: readonly string[]): Part[] {
  return Array.from({ length: Math.ceil(logGroups.length / LOG_GROUPS_PER_ALARM) }, (_, index) => {
    const some = logGroups.slice(index * LOG_GROUPS_PER_ALARM, (index + 1) * LOG_GROUPS_PER_ALARM);
    const id = index === 0 ? 'Logs' : `Logs${index + 1}`;
    const rules = candidates(METRICS_LOG_RULES, { logGroups: some });
    return { id, label: id, stack, dimensions: {}, charts: NO_CHARTS, rules };
  });
}
