import { metricsOf } from '../rules/metrics-of';
import type { AxisUnit, Chart, Line } from './chart';

/** Lines of the metrics of one AWS namespace. */
export const linesOf = (namespace: string) => {
  const metric = metricsOf(namespace);
  return (
    label: string,
    means: Line['means'],
    name: string,
    statistic: string,
    more: Pick<Line, 'rules' | 'scale'> = {},
  ): Line => ({ label, means, metrics: { m: metric(name, statistic) }, ...more });
};

/** A graph with one axis. */
export const graph = (title: string, unit: AxisUnit, ...lines: readonly Line[]): Chart => ({
  title,
  left: { unit, lines },
});
