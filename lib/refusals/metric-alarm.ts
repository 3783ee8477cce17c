import { isKnown, isUnknown, listIn, numberIn, objectIn, type Properties, textIn } from './known';
import type { Path } from './refusal';

/** Where an alarm is deployed, as far as it is known. */
export interface Target {
  readonly region?: string;
  readonly account?: string;
}

/** One entry of `Metrics`, or the single metric of an alarm. */
export interface AlarmQuery {
  readonly path: Path;
  readonly id?: string;
  readonly expression?: string;
  readonly metric?: Properties;
  readonly statistic?: unknown;
  readonly period?: number;
  /** Undefined if it is not known. */
  readonly returned?: boolean;
}

/** The properties of a metric alarm, in one form for single metrics and metric math. */
export class MetricAlarm {
  public readonly queries: readonly AlarmQuery[];

  public constructor(
    public readonly properties: Properties,
    public readonly target: Target,
  ) {
    this.queries = this.isMath ? listIn(properties['Metrics']).map(queryIn) : singleIn(properties);
  }

  public get isMath(): boolean {
    return this.properties['Metrics'] !== undefined;
  }

  public is(name: string): boolean {
    return isKnown(this.properties[name]);
  }

  public lacks(name: string): boolean {
    return this.properties[name] === undefined;
  }

  public text(name: string): string | undefined {
    return textIn(this.properties[name]);
  }

  public number(name: string): number | undefined {
    return numberIn(this.properties[name]);
  }

  /** Whether every query is known: what would be counted or named may else be another. */
  public get isComplete(): boolean {
    const { Metrics } = this.properties;
    return this.isMath
      ? Array.isArray(Metrics) &&
          Metrics.every(
            (query) => !isUnknown(query) && ['Id', 'Expression'].every((key) => !isUnknown(objectIn(query)[key])),
          )
      : true;
  }

  public get expressions(): readonly (AlarmQuery & { readonly expression: string })[] {
    return this.queries.filter((query): query is AlarmQuery & { expression: string } => query.expression !== undefined);
  }

  /** The shortest, in seconds. */
  public get period(): number | undefined {
    const periods = this.queries.flatMap(({ period }) => period ?? []);
    return periods.length === 0 ? undefined : Math.min(...periods);
  }
}

function queryIn(item: unknown, index: number): AlarmQuery {
  const { Id, Expression, MetricStat, Period, ReturnData } = objectIn(item);
  const stat = objectIn(MetricStat);
  const returned = textIn(ReturnData)?.toLowerCase();
  return {
    path: ['Metrics', index],
    id: textIn(Id),
    expression: textIn(Expression),
    metric: MetricStat === undefined ? undefined : objectIn(stat['Metric']),
    statistic: stat['Stat'],
    period: numberIn(Period ?? stat['Period']),
    // returnData is true by default
    returned: ReturnData === undefined ? true : isUnknown(ReturnData) ? undefined : returned === 'true',
  };
}

function singleIn(properties: Properties): AlarmQuery[] {
  if (properties['MetricName'] === undefined) return [];
  const statistic = properties['ExtendedStatistic'] ?? properties['Statistic'];
  return [{ path: [], metric: properties, statistic, period: numberIn(properties['Period']), returned: true }];
}
