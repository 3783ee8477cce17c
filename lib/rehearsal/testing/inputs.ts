import { isInsights, parseInsights, selects } from '../simulator/insights';
import { metricKey } from '../simulator/metric-key';
import type { MetricStore } from '../simulator/metric-store';
import { type MetricAlarmDefinition, type MetricIdentity, NotModelled } from '../simulator/model';
import { isResultOf } from '../simulator/prom-ql';
import { metricText } from './metric-finder';

/** Something that an alarm reads. */
export interface Input {
  readonly name: string;
  readonly hasData: boolean;
}

export const inputText = ({ name, hasData }: Input): string => `reads ${name}: ${hasData ? 'has data' : 'no data'}`;

/** What alarms read: each metric and query once. */
export function inputsOf(alarms: readonly MetricAlarmDefinition[], store: MetricStore): Input[] {
  const metrics = alarms.flatMap(({ queries }) => queries.flatMap(({ metric }) => metric ?? []));
  const hasData = (selected: (metric: MetricIdentity) => boolean): boolean =>
    store.metrics.some((metric) => selected(metric) && holds(metric));
  const holds = (metric: MetricIdentity, unit?: string): boolean =>
    store.samplesByUnit(metric, unit).some(({ length }) => length > 0);
  return [
    ...[...new Map(metrics.map((metric) => [metricKey(metric), metric])).values()].map((metric) => ({
      ...{ name: metricText(metric), hasData: holds(metric, metric.unit) },
    })),
    ...alarms.flatMap((alarm) =>
      selectionsIn(alarm).map(({ name, selected }) => ({ name, hasData: hasData(selected) })),
    ),
  ];
}

/** Series that only a query knows. */
interface Selection {
  readonly name: string;
  readonly selected: (metric: MetricIdentity) => boolean;
}

/** What the queries of an alarm select; a query that cannot be read is named where the alarm is simulated. */
export function selectionsIn(alarm: MetricAlarmDefinition): Selection[] {
  if (alarm.promQl !== undefined) {
    return [{ name: 'the results of its PromQL query', selected: (metric) => isResultOf(alarm, metric) }];
  }
  return alarm.queries.flatMap(({ expression = '' }) => {
    try {
      if (!isInsights(expression)) return [];
      const query = parseInsights(expression);
      return [{ name: `what '${expression}' selects`, selected: (metric: MetricIdentity) => selects(query, metric) }];
    } catch (error) {
      if (error instanceof NotModelled) return [];
      throw error;
    }
  });
}
