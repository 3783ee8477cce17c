/** The properties of `AWS::CloudWatch::Alarm` that decide its state. */
export interface MetricAlarm {
  readonly AlarmName?: string;
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly TreatMissingData?: string;
  readonly EvaluateLowSampleCountPercentile?: string;
  readonly Metrics?: readonly Query[];
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Period?: number;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
}

/** The properties of `AWS::CloudWatch::CompositeAlarm` that decide its state. */
export interface CompositeAlarm {
  readonly AlarmName?: string;
  readonly AlarmRule: string;
}

export interface Dimension {
  readonly Name: string;
  readonly Value: unknown;
}

interface Query {
  readonly Id: string;
  readonly Expression?: string;
  readonly Label?: string;
  readonly ReturnData?: boolean;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions?: readonly Dimension[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
}

export type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** One metric with a statistic, as an alarm asks for it. */
export interface MetricQuery {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  readonly statistic: string;
}

/** What the only metric of an alarm without metric math is called here. */
const ONLY = 'only';

/** The metrics that an alarm reads. */
export function metricsOf(alarm: MetricAlarm): MetricQuery[] {
  if (alarm.Metrics === undefined) {
    const { Namespace: namespace = '', MetricName: name = '', Dimensions: dimensions = [] } = alarm;
    return [{ id: ONLY, namespace, name, dimensions, statistic: alarm.Statistic ?? alarm.ExtendedStatistic ?? '' }];
  }
  return alarm.Metrics.flatMap(({ Id: id, MetricStat: stat }) => {
    if (stat === undefined) return [];
    const { Namespace: namespace, MetricName: name, Dimensions: dimensions = [] } = stat.Metric;
    return [{ id, namespace, name, dimensions, statistic: stat.Stat }];
  });
}

/** The metric math of an alarm, by id. */
export const expressionsOf = (alarm: MetricAlarm): Map<string, string> =>
  new Map((alarm.Metrics ?? []).flatMap(({ Id, Expression }) => (Expression === undefined ? [] : [[Id, Expression]])));

/** The id of what is compared with the threshold. */
export function comparedIn(alarm: MetricAlarm): string {
  if (alarm.Metrics === undefined) return ONLY;
  const returned = alarm.Metrics.filter(({ ReturnData }) => ReturnData !== false).map(({ Id }) => Id);
  if (returned.length !== 1) throw new Error(`An alarm returns one query, not ${returned.length}: ${returned}`);
  return returned[0] as string;
}

/** One period for all metrics of an alarm. */
export function periodSecondsOf(alarm: MetricAlarm): number {
  const periods = new Set(
    alarm.Metrics === undefined ? [alarm.Period] : alarm.Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []),
  );
  const [period] = periods;
  if (periods.size !== 1 || period === undefined) throw new Error(`An alarm has one period, not ${[...periods]}`);
  return period;
}
