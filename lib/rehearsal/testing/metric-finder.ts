import { nearest } from '../../text/nearest';
import { metricKey } from '../simulator/metric-key';
import type { MetricIdentity } from '../simulator/model';

/** Who reads metrics, in an error about one that nobody reads. */
interface Readers {
  readonly nobody: string;
  readonly all: string;
}

const ALARMS: Readers = { nobody: 'no alarm reads', all: 'Alarms read' };

/**
 * The error for a metric that no alarm reads, with similar metrics, because wrong dimensions are the most common reason why an alarm
 * has no data. Undefined if an alarm reads it.
 *
 * @param metrics that alarms read, by their keys
 */
export function unreadMetric(
  metric: MetricIdentity,
  metrics: ReadonlyMap<string, MetricIdentity>,
  readers = ALARMS,
): string | undefined {
  if (metrics.has(metricKey(metric))) return undefined;
  return `${readers.nobody} ${metricText(metric)}. ${adviceFor(metric, [...metrics.values()], readers)}`;
}

/**
 * A metric as alarms name it: both a namespace and a name may have spaces, and a text has a space between them too.
 *
 * @param metrics that alarms read, by their keys
 */
export function asRead<Given extends MetricIdentity>(
  metric: Given,
  metrics: ReadonlyMap<string, MetricIdentity>,
): Given {
  const text = `${metric.namespace} ${metric.name}`;
  const known = [...metrics.values()].find(({ namespace, name }) => `${namespace} ${name}` === text);
  return known === undefined ? metric : { ...metric, namespace: known.namespace, name: known.name };
}

export const metricText = ({ namespace, name, dimensions, accountId }: MetricIdentity): string => {
  const pairs = Object.entries(dimensions).map(([key, value]) => `${key}: ${value}`);
  const account = accountId === undefined ? '' : ` of account ${accountId}`;
  return `${namespace} ${name}${account} with ${pairs.length === 0 ? 'no dimensions' : `{ ${pairs.join(', ')} }`}`;
};

function adviceFor(series: MetricIdentity, metrics: readonly MetricIdentity[], { all }: Readers): string {
  const same = metrics.filter(({ namespace, name }) => namespace === series.namespace && name === series.name);
  if (same.length > 0) return `${all} ${same.slice(0, 3).map(metricText).join(', ')}.`;
  const texts = metrics.map(({ namespace, name }) => `${namespace} ${name}`);
  const meant = nearest(`${series.namespace} ${series.name}`, [...new Set(texts)]);
  return meant === undefined
    ? `${all} ${[...new Set(texts)].slice(0, 5).join(', ') || 'nothing'}.`
    : `Did you mean '${meant}'?`;
}
