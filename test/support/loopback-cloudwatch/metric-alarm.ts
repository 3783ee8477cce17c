import { type Point, verdict } from '../evaluator/missing-data';
import type { Gappy, Tree } from '../evaluator/slow-math';
import { fewestSamplesOf, statisticOf } from '../evaluator/statistics';
import type { Behaviour } from './behaviour';
import { evaluate, Invalid, treeOf } from './expressions';

export type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** Parameters of PutMetricAlarm. */
// biome-ignore lint/suspicious/noExplicitAny: what a client sends
export type Input = any;

export interface Stored {
  readonly time: number;
  readonly value: number;
  readonly count: number;
  readonly receivedAt: number;
}

export interface Decision {
  readonly state: State | 'RETAIN';
  readonly reason: string;
  readonly data: object;
}

interface Read {
  readonly id: string;
  readonly key: string;
  readonly statistic: string;
  readonly seconds: number;
}

const DAY = 86_400;
const COMPARE: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

/** A metric alarm as CloudWatch has it. Throws {@link Invalid} for what it does not take. */
export class MetricAlarm {
  readonly #reads: readonly Read[];
  readonly #tree?: Tree;
  readonly #seconds: number;

  public constructor(
    private readonly input: Input,
    private readonly behaviour: Behaviour,
  ) {
    const { Metrics, EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods } = input;
    if (COMPARE[input.ComparisonOperator] === undefined) throw new Invalid('Unknown ComparisonOperator');
    if (DatapointsToAlarm > EvaluationPeriods)
      throw new Invalid('DatapointsToAlarm must be less than or equal to EvaluationPeriods');
    if (Metrics === undefined) {
      const statistic = input.Statistic ?? input.ExtendedStatistic;
      this.#reads = [{ id: 'm', key: input.MetricName, statistic, seconds: input.Period }];
      this.#seconds = input.Period;
    } else {
      this.#reads = Metrics.filter(({ MetricStat }: Input) => MetricStat !== undefined).map(
        ({ Id, MetricStat: { Metric, Stat, Period } }: Input) => ({
          ...{ id: Id, key: Metric.MetricName, statistic: Stat, seconds: Period },
        }),
      );
      this.#seconds = this.#periodOf(Metrics);
      this.#tree = this.#treeOf(Metrics);
    }
    const longest = this.#seconds >= 3600 ? 7 * DAY : DAY;
    if (this.#seconds * EvaluationPeriods > longest)
      throw new Invalid(`Metrics cannot be checked across more than ${longest} seconds`);
  }

  public get cadence(): number {
    return this.#seconds < 60 ? 10 : this.isMultiDay ? 3600 : 60;
  }

  public get isMultiDay(): boolean {
    return this.#seconds * this.input.EvaluationPeriods > DAY;
  }

  #periodOf(metrics: Input[]): number {
    const periods = [
      ...new Set([...this.#reads.map(({ seconds }) => seconds), ...metrics.flatMap(({ Period }) => Period ?? [])]),
    ];
    if (periods.length > 1 && this.behaviour.mixedPeriods === 'refused')
      throw new Invalid('All metrics of an alarm must have the same period');
    return this.behaviour.mixedPeriods === 'longest' ? Math.max(...periods) : Math.min(...periods);
  }

  #treeOf(metrics: Input[]): Tree {
    const returned = metrics.filter(({ ReturnData }) => ReturnData !== false);
    if (returned.length !== 1) throw new Invalid('Exactly one query must return data');
    const expressions = new Map<string, string>(
      metrics.flatMap(({ Id, Expression }) => (Expression === undefined ? [] : [[Id, Expression] as [string, string]])),
    );
    const tree = treeOf(
      returned[0].Id,
      expressions,
      this.#reads.map(({ id }) => id),
    );
    // a trial shows what the types of operands lead to
    const one = Object.fromEntries(this.#reads.map(({ id }) => [id, [1]]));
    evaluate(tree, one, { length: 1, seconds: 60 }, this.behaviour);
    return tree;
  }

  /** What an evaluation comes to. @param pointsOf what has been received of a metric by then */
  public decide(time: number, pointsOf: (key: string) => readonly Stored[]): Decision {
    const { EvaluationPeriods: of, DatapointsToAlarm: least = of, Threshold } = this.input;
    const seconds = this.#seconds;
    const isMath = this.#tree !== undefined;
    const length = (isMath ? this.behaviour.mathRange : this.behaviour.metricRange)(of, seconds);
    const end = this.#endOf(time, isMath);
    const startOf = (index: number): number => end - (length - index) * seconds;
    const indices = Array.from({ length }, (_, index) => index);
    const samples = new Map(
      this.#reads.map(({ id, key, seconds: own }) => {
        const found = indices.map((): number[] => []);
        for (const point of pointsOf(key)) {
          const index = Math.floor((point.time - startOf(0)) / seconds);
          const period = found[index];
          const isSeen = point.receivedAt <= time && point.time >= startOf(index) + seconds - own;
          if (period && isSeen) for (let nth = 0; nth < point.count; nth++) period.push(point.value);
        }
        return [id, found];
      }),
    );
    const series = Object.fromEntries(
      this.#reads.map(({ id, statistic }) => [
        id,
        (samples.get(id) as number[][]).map((each) => statisticOf(statistic, each)),
      ]),
    );
    const values = isMath
      ? evaluate(this.#tree as Tree, series, { length, seconds, startOf }, this.behaviour)
      : (Object.values(series)[0] as Gappy);
    const data = {
      recentDatapoints: values.slice(-of).filter((value) => value !== undefined),
      threshold: Threshold,
      period: seconds,
    };
    if (this.#hasFewSamples(samples, of)) return { state: 'RETAIN', reason: '', data };
    const breaches = COMPARE[this.input.ComparisonOperator] as (value: number, threshold: number) => boolean;
    const points = values.map((value): Point => (value === undefined ? '-' : breaches(value, Threshold) ? 'X' : '0'));
    const state = this.#verdict(points, least, of);
    return { state, reason: `Threshold Crossed: ${points.join('')} leads to ${state}.`, data };
  }

  #endOf(time: number, isMath: boolean): number {
    if (this.isMultiDay) return Math.floor(time / 3600) * 3600;
    if (this.#seconds < 60) return Math.floor(time / 10) * 10;
    return Math.floor((time - (isMath && this.behaviour.waits ? 60 : 0)) / 60) * 60;
  }

  #verdict(points: Point[], datapointsToAlarm: number, evaluationPeriods: number): State | 'RETAIN' {
    const treatMissingData = this.input.TreatMissingData ?? 'missing';
    const state = verdict(points, { datapointsToAlarm, evaluationPeriods, treatMissingData });
    if (treatMissingData !== 'missing') return state;
    if (state === 'INSUFFICIENT_DATA' && points.includes('X') && this.behaviour.young === 'OK') return 'OK';
    const oldest = points.indexOf('X');
    const isOld = oldest >= 0 && points.length - oldest >= datapointsToAlarm;
    const hasGap = points.slice(-evaluationPeriods).includes('-');
    return this.behaviour.ignoresWithin && isOld && hasGap && !points.slice(oldest).includes('0') ? 'ALARM' : state;
  }

  #hasFewSamples(samples: ReadonlyMap<string, number[][]>, of: number): boolean {
    if (this.input.EvaluateLowSampleCountPercentile !== 'ignore') return false;
    return this.#reads.some(({ id, statistic }) => {
      const periods = (samples.get(id) as number[][]).slice(this.behaviour.lowSamples === 'newest' ? -1 : -of);
      const count = periods.flat().length;
      return count > 0 && count < fewestSamplesOf(statistic);
    });
  }
}
