import { Timeline } from '../support/engine';
import { History } from '../support/evaluator/history';
import { evaluationRange } from '../support/evaluator/missing-data';
import { expressionsOf, type MetricAlarm, metricsOf, periodSecondsOf, type State } from '../support/evaluator/model';
import { samplesFor } from './samples';
import {
  type Level,
  type Numbers,
  newest,
  type Readings,
  repeat,
  type Shape,
  slightlyLess,
  slightlyMore,
} from './shapes';

/** What happened to an alarm's metrics, and what the alarm has to say to it. */
export interface Scenario {
  readonly name: string;
  readonly history: History;
  readonly before: State;
  readonly checks: readonly { readonly minute: number; readonly state: State }[];
}

/** Everything that one alarm has to get right, in terms of its own numbers. */
export function scenariosFor(alarm: MetricAlarm, shape: Shape): Scenario[] {
  const numbers = numbersOf(alarm);
  const { range, of, breaching, beyond, within } = numbers;
  const lasting = shape.silence ? range : breaching;
  /** Healthy, but for the newest periods. */
  const upTo = (...levels: readonly Level[]): Level[] => [
    ...repeat<Level>(range - levels.length, 'healthy'),
    ...levels,
  ];
  const spread = (periods: number): Level[] =>
    upTo(beyond, ...newest<Level>(periods - 1, breaching - 1, beyond, 'healthy'));
  const scene = (name: string, levels: readonly Level[], ...states: State[]): Scenario[] =>
    shape.readings(levels, numbers).map((readings) => scenarioOf(alarm, { name, readings, states }));

  return [
    ...scene('healthy', upTo(), 'OK'),
    ...scene(
      'breaching for M periods, then healthy',
      [...upTo(...repeat(lasting, beyond)), ...repeat<Level>(of, 'healthy')],
      'ALARM',
      'OK',
    ),
    ...scene('only just not breaching', upTo(...repeat(lasting, within)), 'OK'),
    ...scene('breaching for M - 1 periods', upTo(...repeat(lasting - 1, beyond)), 'OK'),
    ...(of > breaching ? scene('breaching in M of N periods', spread(of), shape.newestOnly ? 'OK' : 'ALARM') : []),
    ...scene('breaching in M of N + 1 periods', spread(of + 1), 'OK'),
    ...withoutData(alarm, shape, numbers),
    ...(alarm.EvaluateLowSampleCountPercentile === 'ignore' ? fewSamples(alarm, shape, numbers) : []),
    ...(shape.specials?.(numbers) ?? []).map((special) =>
      scenarioOf(alarm, { ...special, states: [special.alarm ? 'ALARM' : 'OK'] }),
    ),
  ];
}

/** Without any data, missing data decide: from OK as from ALARM. */
function withoutData(alarm: MetricAlarm, shape: Shape, numbers: Numbers): Scenario[] {
  const leadsTo: Record<string, (before: State) => State> = {
    notBreaching: () => 'OK',
    breaching: () => 'ALARM',
    missing: () => 'INSUFFICIENT_DATA',
    ignore: (before) => before,
  };
  const treatment = leadsTo[`${alarm.TreatMissingData}`];
  if (treatment === undefined) throw new Error(`Missing data are unset or unknown: ${alarm.TreatMissingData}`);
  const [readings = {}] = shape.readings(repeat(numbers.range, 'absent'), numbers);
  return (['OK', 'ALARM'] as const).map((before) =>
    scenarioOf(alarm, { name: `no data at all, in ${before} before`, readings, before, states: [treatment(before)] }),
  );
}

/** What would alarm does not, while there are too few samples for it to mean anything. */
function fewSamples(alarm: MetricAlarm, shape: Shape, numbers: Numbers): Scenario[] {
  const levels = newest<Level>(numbers.range, numbers.breaching, numbers.beyond, 'healthy');
  return shape
    .readings(levels, numbers)
    .map((readings) => scenarioOf(alarm, { name: 'too few samples', readings, states: ['OK'], few: true }));
}

interface Happening {
  readonly name: string;
  readonly readings: Readings;
  /** After the evaluation range; then after all readings. */
  readonly states: readonly State[];
  readonly before?: State;
  readonly few?: true;
}

export function scenarioOf(alarm: MetricAlarm, happening: Happening): Scenario {
  const { name, readings, states, before = 'OK', few } = happening;
  const period = periodSecondsOf(alarm) / 60;
  const range = evaluationRange(alarm.EvaluationPeriods, 60 * period);
  const end = period * Math.max(...Object.values(readings).map((values) => values.length));
  const enough = alarm.EvaluateLowSampleCountPercentile === 'ignore' && !few;
  return {
    name,
    history: record(readings, alarm, enough),
    before,
    checks: states.map((state, index) => ({ minute: index === 0 ? range * period : end, state })),
  };
}

function record(readings: Readings, alarm: MetricAlarm, enough: boolean): History {
  const history = new History();
  const minutes = periodSecondsOf(alarm) / 60;
  const metrics = metricsOf(alarm);
  for (const metric of metrics) {
    const counting = metrics.find((other) => other !== metric && counts(other) && keyOf(other) === keyOf(metric));
    // what is both measured and counted has its samples from the measurement
    if (counts(metric) && metrics.some((other) => other !== metric && keyOf(other) === keyOf(metric))) continue;
    for (const [period, value] of (readings[metric.id] ?? []).entries()) {
      const count = counting && readings[counting.id]?.[period];
      const samples =
        value === undefined
          ? []
          : count === undefined
            ? samplesFor(metric.statistic, value, period, enough)
            : Array<number>(Math.floor(count)).fill(value);
      for (const [index, sample] of samples.entries()) {
        const offset = Math.floor((index * minutes) / samples.length);
        history.record(metric, period * minutes + offset, sample);
      }
    }
  }
  return history;
}

type Recorded = ReturnType<typeof metricsOf>[number];

const counts = ({ statistic }: Recorded): boolean => statistic === 'SampleCount';
const keyOf = ({ namespace, name, dimensions }: Recorded): string => JSON.stringify([namespace, name, dimensions]);

/** The states of an alarm where the scenario has expectations. */
export function play({ history, before, checks }: Scenario, alarm: MetricAlarm): State[] {
  const timeline = new Timeline([{ ...alarm, AlarmName: 'it' }], history, before);
  return checks.map(({ minute }) => timeline.evaluate(minute).get('it') as State);
}

export function passes(scenario: Scenario, alarm: MetricAlarm): boolean {
  const actual = play(scenario, alarm);
  return scenario.checks.every(({ state }, index) => state === actual[index]);
}

export function numbersOf(alarm: MetricAlarm): Numbers {
  const { Threshold: threshold, EvaluationPeriods: of, ComparisonOperator: operator } = alarm;
  const upward = operator.startsWith('Greater');
  const equalBreaches = operator.includes('OrEqual');
  const [less, more] = [slightlyLess(threshold), slightlyMore(threshold)];
  const [breaching, harmless] = upward ? [more, less] : [less, more];
  const math = [...expressionsOf(alarm).values()].join('\n');
  return {
    threshold,
    of,
    breaching: alarm.DatapointsToAlarm ?? of,
    range: evaluationRange(of, periodSecondsOf(alarm)),
    beyond: equalBreaches ? threshold : breaching,
    within: equalBreaches ? harmless : threshold,
    ids: metricsOf(alarm).map(({ id }) => id),
    inMath: (pattern, nth = 0) => {
      const found = [...math.matchAll(new RegExp(pattern, 'g'))][nth]?.[1];
      if (found === undefined) throw new Error(`The metric math has no ${pattern}: ${math}`);
      return Number(found);
    },
    factorOf: (term) => {
      const before = math.split(term).find((text) => text.endsWith(' * ')) ?? '';
      return Number(/[, ](\d+) \* $/.exec(` ${before}`)?.[1] ?? 1);
    },
  };
}
