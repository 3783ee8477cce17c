import { own } from '../own';
import type { Sample } from '../samples';
import { DataError, fieldsOf, itemsOf, numberOf, numbersOf, parsed, textOf } from './data-error';
import type { Recorder } from './recorder';

/**
 * Records what log lines carry in CloudWatch's embedded metric format. Lines without any are left aside, as CloudWatch does.
 *
 * @throws DataError where a line carries metrics in another form than it says
 */
export function recordEmbeddedMetrics(store: Recorder, lines: string): void {
  for (const line of lines.split('\n')) if (hasEmbeddedMetrics(line)) recordEmbeddedLine(store, line);
}

/** Whether a log line carries metrics, or says so. */
export const hasEmbeddedMetrics = (line: string): boolean => line.includes('"CloudWatchMetrics"');

/** Records one line that carries metrics. @throws DataError */
export function recordEmbeddedLine(store: Recorder, line: string): void {
  const root = fieldsOf(parsed(line));
  const { Timestamp, CloudWatchMetrics } = fieldsOf(root._aws);
  const time = numberOf(Timestamp, '_aws.Timestamp') / 1000;
  for (const directive of itemsOf(CloudWatchMetrics).map(fieldsOf)) {
    const namespace = textOf(directive.Namespace, 'Namespace');
    for (const { Name, Unit } of itemsOf(directive.Metrics).map(fieldsOf)) {
      const name = textOf(Name, 'the name of a metric');
      const samples = samplesIn(own(root, name), name, time);
      // each set of dimensions is a metric of its own
      for (const set of itemsOf(directive.Dimensions)) {
        const dimensions = Object.fromEntries(itemsOf(set).map((key) => [String(key), dimensionIn(root, String(key))]));
        store.record({ namespace, name, dimensions }, samples, String(Unit ?? 'None'));
      }
    }
  }
}

function dimensionIn(root: Readonly<Record<string, unknown>>, name: string): string {
  const value = own(root, name);
  if (value === undefined) throw new DataError(`The dimension '${name}' has no value.`);
  return String(value);
}

/** A number, several, or values with how often each was seen. */
function samplesIn(value: unknown, name: string, time: number): Sample[] {
  const { Values, Counts } = fieldsOf(value);
  if (Values !== undefined) {
    const counts = numbersOf(Counts);
    return numbersOf(Values).map((each, index) => ({ time, value: each, count: counts[index] }));
  }
  const values = Array.isArray(value) ? numbersOf(value) : [numberOf(value, `'${name}'`)];
  return values.map((each) => ({ time, value: each }));
}
