import { groundOfRange, WALL_CLOCK_RANGE } from './evaluation-range';
import type { MetricStore } from './metric-store';
import { isMissing } from './missing';
import { judge, judgeWindow, Point, type Requirement, Treatment, Verdict } from './missing-data';
import {
  type AlarmState,
  type Ground,
  type MetricAlarmDefinition,
  NotModelled,
  type Observed,
  type Span,
  type StateChange,
  type Track,
} from './model';
import { Observation } from './observation';
import { type Periods, periodsOf } from './periods';
import { DEFAULT_READING, type Reading } from './reading';
import { reasonFor, type Window } from './reason';
import { reasonData } from './reason-data';
import { fewestSamples, statisticNamed } from './statistic';
import { statisticsOfUnits } from './statistics-over-periods';

/**
 * Runs an alarm over a span of time.
 *
 * @param given the state in which it was before; an alarm without one is new
 * @throws NotModelled, MathError
 */
export function runMetricAlarm(
  alarm: MetricAlarmDefinition,
  store: MetricStore,
  span: Span,
  given?: AlarmState,
  reading: Reading = DEFAULT_READING,
): Track {
  return new MetricAlarmRun(alarm, store, span, reading).track(given);
}

const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

class MetricAlarmRun {
  readonly #range: number;
  readonly #periods: Periods;
  readonly #requirement: Requirement;
  readonly #observation: Observation;

  public constructor(
    private readonly alarm: MetricAlarmDefinition,
    private readonly store: MetricStore,
    private readonly span: Span,
    private readonly reading: Reading,
  ) {
    const { periodSeconds, evaluationPeriods, datapointsToAlarm, treatMissingData, wallClock, queries } = alarm;
    if (periodSeconds === undefined || !(periodSeconds > 0)) throw new NotModelled('An alarm without a period');
    this.#requirement = { evaluationPeriods, datapointsToAlarm, treatment: treatmentNamed(treatMissingData) };
    const isMath = queries.some(({ expression }) => expression !== undefined);
    const range = isMath ? reading.mathRange : reading.range;
    const looksBack = wallClock === undefined && alarm.looksBack !== false;
    this.#range = (looksBack ? range : WALL_CLOCK_RANGE).periods(evaluationPeriods, periodSeconds);
    this.#periods = periodsOf(alarm, this.#range, span, reading.multiDayMinute);
    this.#observation = new Observation(alarm, store, this.#periods, this.#range, reading);
  }

  public track(given: AlarmState | undefined): Track {
    const initial = given ?? 'INSUFFICIENT_DATA';
    const verdicts = this.#observation.isOfEach ? this.#judgeEach() : this.#judgeAll();
    if (this.alarm.ignoresLowSamples) this.#retainWhereSamplesAreFew(verdicts);
    if (this.reading.youngBreaches === 'OK') this.#calmWhereBreachesAreYoung(verdicts);
    const changes: StateChange[] = [];
    const { every, length } = this.#periods;
    let state: Verdict = Verdict[initial];
    for (let index = this.#afterWarmUp(given); index < length; index += every) {
      const verdict = verdicts[index] as Verdict;
      if (verdict === state || verdict === Verdict.RETAIN) continue;
      changes.push(this.#change(index, STATES[state] as AlarmState, STATES[verdict] as AlarmState));
      state = verdict;
    }
    return { initial, changes, observed: () => this.#observed() };
  }

  #judgeAll(): Uint8Array {
    const { points } = this.#observation.all();
    const verdicts = new Uint8Array(points.length);
    const { stride } = this.#periods;
    for (let first = 0; first < stride; first++) {
      judge(points, verdicts, { first, stride, range: this.#range }, this.#requirement);
    }
    return verdicts;
  }

  #judgeEach(): Uint8Array {
    const { length, first, every } = this.#periods;
    const verdicts = new Uint8Array(length);
    for (let index = first; index < length; index += every) {
      verdicts[index] = judgeWindow(this.#observation.at(index).points, this.#requirement);
    }
    return verdicts;
  }

  /** AWS does not say over which periods samples are counted. */
  #retainWhereSamplesAreFew(verdicts: Uint8Array): void {
    const { first, every } = this.#periods;
    const periods = this.reading.lowSamples === 'newestPeriod' ? 1 : this.alarm.evaluationPeriods;
    for (const { metric } of this.alarm.queries) {
      if (metric === undefined) continue;
      const { percentile } = statisticNamed(metric.statistic);
      if (percentile === undefined) continue;
      const counts = statisticsOfUnits(this.store.samplesByUnit(metric, metric.unit), 'SampleCount', this.#periods);
      for (let index = first; index < verdicts.length; index += every) {
        const newest = this.#observation.windowOf(counts, index).slice(-periods);
        const samples = newest.reduce((sum, count) => sum + (isMissing(count) ? 0 : count), 0);
        if (samples > 0 && samples < fewestSamples(percentile)) verdicts[index] = Verdict.RETAIN;
      }
    }
  }

  /** Where data are insufficient although some are there, all that are there breach. */
  #calmWhereBreachesAreYoung(verdicts: Uint8Array): void {
    const { first, every } = this.#periods;
    for (let index = first; index < verdicts.length; index += every) {
      if (verdicts[index] !== Verdict.INSUFFICIENT_DATA) continue;
      const { points } = this.#observation.window(index);
      if (points.some((point) => point !== Point.MISSING)) verdicts[index] = Verdict.OK;
    }
  }

  /** The first evaluation that may change the state. An alarm that had one before is not new. */
  #afterWarmUp(given: AlarmState | undefined): number {
    const { first, every, length, evaluatedAt } = this.#periods;
    const { warmUp } = this.alarm;
    if (warmUp === undefined || given !== undefined) return first;
    const end = this.span.start + 60 * warmUp.minutes;
    let index = first;
    while (
      index < length &&
      evaluatedAt(index) < end &&
      (warmUp.whole || !this.#isGapless(this.#observation.window(index)))
    ) {
      index += every;
    }
    return index;
  }

  #change(index: number, from: AlarmState, to: AlarmState): StateChange {
    const time = Math.max(this.#periods.evaluatedAt(index), this.span.start);
    return new ExplainedChange(time, from, to, index, this);
  }

  public reasonAt(index: number, to: AlarmState): string {
    return reasonFor(this.alarm, this.#observation.comparison, to, this.#observation.window(index));
  }

  public reasonDataAt(index: number, to: AlarmState): string {
    const { comparison } = this.#observation;
    const window = this.#observation.window(index);
    const time = this.#periods.evaluatedAt(index);
    return reasonData(this.alarm, comparison, to, window, time, this.#observation.sampleCounts(index));
  }

  public groundAt(index: number, to: AlarmState): Ground {
    return this.#ground(this.#observation.window(index), to);
  }

  #ground(window: Window, to: AlarmState): Ground {
    const { evaluationPeriods, wallClock, periodSeconds = 0 } = this.alarm;
    if (this.#isGapless(window)) return 'documented';
    if (wallClock !== undefined) return 'documented';
    const isEmpty = window.points.every((point) => point === Point.MISSING);
    // what becomes of breaching points that are too few and too young: only an edition of 2019 said it
    if (to === 'INSUFFICIENT_DATA' && !isEmpty) return 'assumed';
    return groundOfRange(evaluationPeriods, periodSeconds);
  }

  #isGapless({ points }: Window): boolean {
    return !points.slice(-this.alarm.evaluationPeriods).includes(Point.MISSING);
  }

  #observed(): Observed {
    const { first, every, length, evaluatedAt } = this.#periods;
    const indices = Array.from({ length: Math.ceil((length - first) / every) }, (_, nth) => first + nth * every);
    const times = Float64Array.from(indices, evaluatedAt);
    const { threshold } = this.alarm;
    if (this.#observation.isOfEach) {
      const newest = (index: number) => this.#observation.at(index).values.at(-1) as number;
      return { times, threshold, values: Float64Array.from(indices, newest) };
    }
    const { values, band } = this.#observation.all();
    const evaluated = (all: Float64Array) => Float64Array.from(indices, (index) => all[index] as number);
    return { times, threshold, values: evaluated(values), band: band && [evaluated(band[0]), evaluated(band[1])] };
  }
}

/** Most changes are never explained to anybody, and explaining takes longer than finding them. */
class ExplainedChange implements StateChange {
  readonly #index: number;
  readonly #run: MetricAlarmRun;

  public constructor(
    public readonly time: number,
    public readonly from: AlarmState,
    public readonly to: AlarmState,
    index: number,
    run: MetricAlarmRun,
  ) {
    this.#index = index;
    this.#run = run;
  }

  public get reason(): string {
    return this.#run.reasonAt(this.#index, this.to);
  }

  public get reasonData(): string {
    return this.#run.reasonDataAt(this.#index, this.to);
  }

  public get ground(): Ground {
    return this.#run.groundAt(this.#index, this.to);
  }
}

function treatmentNamed(name: string): Treatment {
  const treatment = Object.hasOwn(Treatment, name) ? Treatment[name as keyof typeof Treatment] : undefined;
  if (treatment === undefined) throw new NotModelled(`The treatment '${name}' of missing data`);
  return treatment;
}
