import type { Alert } from '../alerts/alert';

const BEFORE_PERIODS = 30;
const AFTER_MS = 5 * 60_000;

/**
 * The source of a graph of what an alarm measures around its change.
 *
 * @param until its end, in milliseconds since 1970
 * @returns undefined where there is nothing to draw
 */
export function graphWidget(
  { metrics, measurement, region, changedAt, name }: Alert,
  until: number = changedAt + AFTER_MS,
): object | undefined {
  if (metrics.length === 0 || region === undefined) return undefined;
  const period = measurement?.periodSeconds ?? 300;
  const lines = metrics.map(({ id, expression, label, namespace, name: metric, dimensions, ...each }, index) => {
    const options = { id: id ?? `m${index}`, label, visible: each.shown };
    if (expression !== undefined) return [{ ...options, expression }];
    const path = [namespace, metric, ...Object.entries(dimensions).flat()];
    return [...path, { ...options, stat: each.statistic, period: each.periodSeconds ?? period }];
  });
  const limit = measurement?.threshold;
  return {
    width: 800,
    height: 300,
    title: name.slice(0, 200),
    region,
    period,
    start: new Date(changedAt - Math.max(BEFORE_PERIODS * period * 1000, 3_600_000)).toISOString(),
    end: new Date(until).toISOString(),
    timezone: '+0000',
    metrics: lines,
    ...(limit !== undefined && { annotations: { horizontal: [{ label: 'Limit', value: limit }] } }),
  };
}
