import type { MetricIdentity } from '../model';
import type { Sample } from '../samples';
import { DataError, fieldsOf, itemsOf, numberOf, numbersOf, textOf, timeOf } from './data-error';
import type { Recorder } from './recorder';

/**
 * Records a request as `PutMetricData` takes it.
 *
 * @throws DataError
 */
export function recordPutMetricData(store: Recorder, request: object): void {
  const { Namespace, MetricData } = fieldsOf(request);
  for (const datum of itemsOf(MetricData).map(fieldsOf)) {
    const identity = {
      namespace: textOf(Namespace, 'Namespace'),
      name: textOf(datum.MetricName, 'MetricName'),
      dimensions: dimensionsIn(datum.Dimensions),
    };
    store.record(identity, samplesIn(datum), String(datum.Unit ?? 'None'));
  }
}

function dimensionsIn(dimensions: unknown): Record<string, string> {
  const all = itemsOf(dimensions).map(fieldsOf);
  return Object.fromEntries(all.map(({ Name, Value }) => [textOf(Name, 'Name'), textOf(Value, 'Value')]));
}

function samplesIn({ Timestamp, Value, Values, Counts, StatisticValues }: Readonly<Record<string, unknown>>): Sample[] {
  const time = timeOf(Timestamp);
  if (StatisticValues !== undefined) {
    const { SampleCount, Sum, Minimum, Maximum } = fieldsOf(StatisticValues);
    const count = numberOf(SampleCount, 'SampleCount');
    const value = numberOf(Sum, 'Sum') / count;
    return [{ time, value, count, minimum: numberOf(Minimum, 'Minimum'), maximum: numberOf(Maximum, 'Maximum') }];
  }
  if (Values === undefined) return [{ time, value: numberOf(Value, 'Value') }];
  const counts = numbersOf(Counts);
  return numbersOf(Values).map((value, index) => ({ time, value, count: counts[index] }));
}

/**
 * Records one result of `GetMetricData`: a statistic of each period, which stands for one sample in it.
 *
 * @throws DataError
 */
export function recordMetricDataResult(store: Recorder, metric: MetricIdentity, result: object): void {
  const { Timestamps, Values } = fieldsOf(result);
  const values = numbersOf(Values);
  const times = itemsOf(Timestamps).map(timeOf);
  if (times.length !== values.length) throw new DataError('There are not as many Timestamps as Values.');
  store.record(
    metric,
    times.map((time, index) => ({ time, value: values[index] as number })),
  );
}
