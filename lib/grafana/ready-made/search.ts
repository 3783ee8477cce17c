import type { MetricIdentity } from '../../rehearsal/simulator/model';
import { quoted } from '../quoted';

/** A search for the metrics of an app that have a name and a dimension, each value of it apart; undefined if it has none. */
export function searchBy(dimension: string, name: string, statistic: string, metrics: readonly MetricIdentity[]) {
  const found = metrics.find((metric) => metric.name === name && metric.dimensions[dimension] !== undefined);
  if (found === undefined) return undefined;
  const schema = [found.namespace, ...Object.keys(found.dimensions)].map(quoted).join(',');
  const shared = Object.entries(found.dimensions)
    .filter(([each]) => each !== dimension)
    .map(([each, value]) => ` ${quoted(each)}=${JSON.stringify(value)}`);
  return `SEARCH('{${schema}} MetricName=${JSON.stringify(name)}${shared.join('')}', '${statistic}', ${PERIOD})`;
}

export const PERIOD = 60;
