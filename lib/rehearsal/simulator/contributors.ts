import { INSIGHTS_WINDOW, type InsightsQuery, isInsights, parseInsights } from './insights';
import { type Series, seriesOf } from './insights-series';
import { runMetricAlarm } from './metric-alarm';
import { MetricStore } from './metric-store';
import { isMissing } from './missing';
import {
  type AlarmState,
  type Contributor,
  type Metric,
  type MetricAlarmDefinition,
  NotModelled,
  type Span,
  type StateChange,
  type Track,
} from './model';
import { periodsOf } from './periods';
import type { Reading } from './reading';
import { stableId } from './stable-id';
import { statisticsOver } from './statistics-over-periods';
import { stateAt } from './track';

/** The query of an alarm that watches many series, each of which is a contributor of its own; undefined for all others. */
export function contributorQuery({ queries }: MetricAlarmDefinition): InsightsQuery | undefined {
  const returned = queries.find(({ returned }) => returned);
  if (returned?.expression === undefined || !isInsights(returned.expression)) return undefined;
  const query = parseInsights(returned.expression);
  return query.groupBy.length === 0 ? undefined : query;
}

const METRIC: Metric = { namespace: '', name: '', dimensions: {}, statistic: '' };

/**
 * Runs an alarm on many series: each is judged alone, and the alarm is in ALARM while any of them is.
 *
 * @throws NotModelled
 */
export function runContributorAlarm(
  alarm: MetricAlarmDefinition,
  query: InsightsQuery,
  store: MetricStore,
  span: Span,
  given: AlarmState | undefined,
  reading: Reading,
): Track {
  if (query.orderBy === undefined)
    throw new NotModelled('A query that groups and has no ORDER BY, which CloudWatch refuses');
  const all = [...seriesOf(query, store).values()];
  const run = new ContributorRun(alarm, query, all, span, reading);
  return run.track(given);
}

class ContributorRun {
  readonly #contributors: readonly Contributor[];
  /** Whether a series was returned, by the time of an evaluation. */
  readonly #returned: readonly ((time: number) => boolean)[];
  readonly #times: readonly number[];

  public constructor(
    private readonly alarm: MetricAlarmDefinition,
    private readonly query: InsightsQuery,
    all: readonly Series[],
    private readonly span: Span,
    private readonly reading: Reading,
  ) {
    const periods = periodsOf({ ...alarm, periodSeconds: this.#rangeSeconds, evaluationPeriods: 1 }, 1, span);
    const indices = Array.from(
      { length: Math.max(0, periods.length - periods.first) },
      (_, nth) => periods.first + nth,
    );
    const evaluated = indices.filter((_, nth) => nth % periods.every === 0);
    this.#times = evaluated.map(periods.evaluatedAt);
    const ranks = this.#ranksOf(all.map(({ samples }) => statisticsOver(samples, this.#ranking.statistic, periods)));
    const indexOf = new Map(evaluated.map((index) => [periods.evaluatedAt(index), index]));
    this.#returned = all.map((_, series) => (time) => {
      const index = indexOf.get(time);
      return (
        index !== undefined &&
        (ranks[series]?.[index] ?? Number.POSITIVE_INFINITY) < (query.limit ?? Number.POSITIVE_INFINITY)
      );
    });
    this.#contributors = all.map((series, index) => this.#contributor(series, index));
  }

  public track(given: AlarmState | undefined): Track {
    const initial = given ?? 'INSUFFICIENT_DATA';
    const changes: StateChange[] = [];
    let state = initial;
    for (const time of this.#times) {
      const [to, reason] = this.#parentAt(time, state);
      if (to === state) continue;
      changes.push({ time, from: state, to, reason, ground: 'observed' });
      state = to;
    }
    return { initial, changes, contributors: this.#contributors };
  }

  #parentAt(time: number, state: AlarmState): readonly [AlarmState, string] {
    const returned = this.#contributors.filter((_, index) => this.#returned[index]?.(time));
    if (returned.length === 0) return this.#ofNothing(state);
    const alarming = returned.filter(({ track }) => stateAt(track, time) === 'ALARM').length;
    const reason = `${alarming} out of ${returned.length} time series evaluated to ALARM`;
    return [alarming > 0 ? 'ALARM' : 'OK', reason];
  }

  #ofNothing(state: AlarmState): readonly [AlarmState, string] {
    const { treatMissingData } = this.alarm;
    const name = treatMissingData[0]?.toUpperCase() + treatMissingData.slice(1).replace('otBreaching', 'onBreaching');
    const reason = `No time series were returned by the query. Treat missing data is configured as [${name}].`;
    const to = ({ breaching: 'ALARM', notBreaching: 'OK', ignore: state } as const)[treatMissingData];
    return [to ?? 'INSUFFICIENT_DATA', reason];
  }

  /** In OK until it breaches, and again when the query no longer returns it. */
  #contributor({ attributes, samples }: Series, series: number): Contributor {
    const store = new MetricStore();
    store.recordSamples(METRIC, samples);
    const metric = { ...METRIC, statistic: this.query.statistic };
    const alone = {
      ...this.alarm,
      ...{ kind: 'metric' as const, isContributor: true, queries: [{ id: 'm', metric, returned: true }] },
    };
    const own = runMetricAlarm(alone, store, this.span, 'OK', this.reading);
    const changes: StateChange[] = [];
    let state: AlarmState = 'OK';
    for (const time of this.#times) {
      const isReturned = this.#returned[series]?.(time) ?? false;
      const to = isReturned && stateAt(own, time) === 'ALARM' ? 'ALARM' : 'OK';
      if (to === state) continue;
      const change = own.changes.findLast((each) => each.time <= time && each.to === to);
      const reason = isReturned && change !== undefined ? change.reason : 'No data was returned for this contributor';
      changes.push({ time, from: state, to, reason, ground: 'observed' });
      state = to;
    }
    return { id: stableId(JSON.stringify(attributes), 16), attributes, track: { initial: 'OK', changes } };
  }

  /** From the first, for each series and period; none where it has no data. */
  #ranksOf(values: readonly Float64Array[]): Float64Array[] {
    const ranks = values.map((column) => new Float64Array(column.length).fill(Number.POSITIVE_INFINITY));
    const direction = this.#ranking.isDescending ? -1 : 1;
    for (let index = 0; index < (values[0]?.length ?? 0); index++) {
      const present = [...values.keys()].filter((series) => !isMissing(values[series]?.[index] as number));
      const of = (series: number): number => direction * (values[series]?.[index] as number);
      present.sort((one, other) => of(one) - of(other));
      for (const [rank, series] of present.entries()) (ranks[series] as Float64Array)[index] = rank;
    }
    return ranks;
  }

  get #ranking(): NonNullable<InsightsQuery['orderBy']> {
    return this.query.orderBy as NonNullable<InsightsQuery['orderBy']>;
  }

  get #rangeSeconds(): number {
    const { periodSeconds = 60, evaluationPeriods } = this.alarm;
    return Math.min(INSIGHTS_WINDOW, this.reading.mathRange.periods(evaluationPeriods, periodSeconds) * periodSeconds);
  }
}
