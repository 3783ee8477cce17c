import type { MetricAlarmDefinition } from '../simulator/model';
import { type JsonObject, numberIn, objectIn, textIn } from './json';

type Common = Pick<MetricAlarmDefinition, 'name' | 'arn' | 'description' | 'actions'>;

/** What can be simulated of an alarm on a PromQL query, once its results are given. */
export function promQlDefinition(properties: JsonObject, common: Common): MetricAlarmDefinition | undefined {
  const { PromQLCriteria } = objectIn(properties.EvaluationCriteria);
  const { PendingPeriod, RecoveryPeriod } = objectIn(PromQLCriteria);
  const intervalSeconds = numberIn(properties.EvaluationInterval);
  if (PromQLCriteria === undefined || intervalSeconds === undefined || intervalSeconds <= 0) return undefined;
  const promQl = {
    intervalSeconds,
    pendingSeconds: numberIn(PendingPeriod) ?? 0,
    recoverySeconds: numberIn(RecoveryPeriod) ?? 0,
  };
  return {
    ...{ kind: 'math', name: common.name, arn: common.arn, description: common.description, actions: common.actions },
    ...{ queries: [], comparison: 'GreaterThanThreshold', promQl, periodSeconds: intervalSeconds },
    ...{ evaluationPeriods: 1, datapointsToAlarm: 1, treatMissingData: 'missing', ignoresLowSamples: false },
  };
}

/** What can be simulated of an alarm on a query of logs that is run at a rate, once its results are given. */
export function logDefinition(properties: JsonObject, common: Common): MetricAlarmDefinition | undefined {
  const { ScheduleConfiguration } = objectIn(properties.ScheduledQueryConfiguration);
  const periodSeconds = rateIn(textIn(objectIn(ScheduleConfiguration).ScheduleExpression) ?? '');
  const threshold = numberIn(properties.Threshold);
  const evaluationPeriods = numberIn(properties.QueryResultsToEvaluate) ?? 1;
  if (periodSeconds === undefined || threshold === undefined) return undefined;
  const metric = { namespace: 'LogAlarm', name: common.name, dimensions: {}, statistic: 'Maximum' };
  return {
    ...{ kind: 'metric', name: common.name, arn: common.arn, description: common.description, actions: common.actions },
    ...{ queries: [{ id: 'm', metric, returned: true }], comparison: textIn(properties.ComparisonOperator) ?? '' },
    ...{ threshold, periodSeconds, evaluationPeriods, looksBack: false, countsDatapoints: true },
    datapointsToAlarm: numberIn(properties.QueryResultsToAlarm) ?? evaluationPeriods,
    treatMissingData: textIn(properties.TreatMissingData) ?? 'missing',
    ignoresLowSamples: false,
  };
}

const SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/** Seconds of `rate(5 minutes)`. */
function rateIn(expression: string): number | undefined {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  return count === undefined || unit === undefined ? undefined : Number(count) * (SECONDS[unit] as number);
}
