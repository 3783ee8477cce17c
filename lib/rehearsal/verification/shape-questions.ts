import { readingsOn } from '../simulator/other-readings';
import { DEFAULT_READING } from '../simulator/reading';
import { fewestSamples, statisticNamed } from '../simulator/statistic';
import { definitionOf, isSimple } from './alarms';
import { pointsOf, storeOf } from './made-series';
import { ALARM, type AlarmRow, type MadeSeries, type Question } from './question';
import { FLAPS, simulatedReply, type Times } from './replies';
import type { Shape } from './shapes';

/** More periods are of ten seconds: an alarm that needs them all is in ALARM before it is read. */
const MOST_WHOLE_MINUTES = 15;
/** How many periods of ten seconds are published before the alarm is created, at most. */
const MOST_TENS = 1000;
/** When the level of the series changes, and when the alarm is read. */
const STEP_MINUTE = 5;
const LEAST_MINUTES = 15;
const MOST_MINUTES_READ = 24;
const MOST_TRIES = 150;
/** Of a condition that looks back for hundreds of periods, which takes long to simulate. */
const FEW_TRIES = 40;
const MANY_PERIODS = 100;

/** As many periods as any reading retrieves, and some more. */
const periodsBefore = ({ datapoints: [, of] }: AlarmRow): number => of + Math.floor(of / 3) + 8;

/**
 * Questions about a condition: made series that bring it into ALARM in the simulator, with a value in each period, and the same with
 * gaps. Its periods are shortened, which changes nothing about its form. Undefined if it looks back for too many periods.
 */
export function questionsOf(shape: Shape): AskedOfShape | undefined {
  const row = shortened(shape.row);
  if (row === undefined) return undefined;
  const full = fullQuestion(shape, row);
  const gaps = calm(questionWith(shape, row, full.series, 'gaps'));
  const about = readingsOn(definitionOf('', '', ALARM, row)).map(({ name }) => name);
  return {
    questions: [full.question, gaps].flatMap((question) => (question === undefined ? [] : { ...question, about })),
    notCompared: [
      ...(full.reachesAlarm
        ? []
        : [`how it comes into ALARM: no made series does that within ${MOST_MINUTES_READ} minutes`]),
      ...(gaps === undefined ? ['a series with gaps: its state then never stays the same'] : []),
    ],
  };
}

interface AskedOfShape {
  readonly questions: readonly Question[];
  /** What the questions leave open, in words. */
  readonly notCompared: readonly string[];
}

/** Undefined if it looks back for too many periods. */
function shortened(row: AlarmRow): AlarmRow | undefined {
  const before = periodsBefore(row);
  if (row.datapoints[1] <= MOST_WHOLE_MINUTES) return { ...row, periodSeconds: 60 };
  return before <= MOST_TENS ? { ...row, periodSeconds: 10 } : undefined;
}

type Gaps = 'full' | 'gaps';

/** The values of a metric before the step, and after it. */
type StepSeries = readonly [before: number, after: readonly number[]];
type SeriesById = Readonly<Record<string, StepSeries>>;

interface FullQuestion {
  readonly question: Question;
  readonly series: SeriesById;
  readonly reachesAlarm: boolean;
}

/** The first series that bring the condition into ALARM; if none do, the first of all. */
function fullQuestion(shape: Shape, row: AlarmRow): FullQuestion {
  const ids = Object.keys(row.metrics);
  const options = optionsFor(row);
  const tries = row.datapoints[1] > MANY_PERIODS ? FEW_TRIES : MOST_TRIES;
  const tried = (nth: number): SeriesById =>
    Object.fromEntries(ids.map((id, index) => [id, options[mixed(nth, index) % options.length] as StepSeries]));
  for (let nth = 0; nth < tries; nth++) {
    const series = tried(nth);
    const question = alarming(questionWith(shape, row, series, 'full'));
    if (question !== undefined) return { question, series, reachesAlarm: true };
  }
  return { question: questionWith(shape, row, tried(0), 'full'), series: tried(0), reachesAlarm: false };
}

/** The first metric takes them in their order, the others mixed. */
function mixed(nth: number, metric: number): number {
  if (metric === 0) return nth;
  let hash = Math.imul(nth * 31 + metric * 7, 0x9e3779b1) ^ (nth << 7);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

const RAMP = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Steps between the numbers of the condition, levels that stay, and ramps; the likeliest first. */
function optionsFor(row: AlarmRow): StepSeries[] {
  const levels = levelsOf(row);
  const most = Math.max(...levels);
  const isHigh = row.is.startsWith('>');
  const steps = levels.map((level): StepSeries => [level, [isHigh ? most : 0]]);
  const others = levels.map((level): StepSeries => [most, [level]]);
  const constant = levels.map((level): StepSeries => [level, [level]]);
  const ramps = [most, most / 10].flatMap((top): StepSeries[] => {
    const rising = RAMP.map((part) => (top * part) / 10);
    return [
      [rising[0] as number, rising],
      [top, rising.toReversed()],
    ];
  });
  return interleaved([steps, constant, ramps, others]);
}

const interleaved = <T>(lists: readonly (readonly T[])[]): T[] =>
  Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, index) =>
    lists.flatMap((list) => (index < list.length ? [list[index] as T] : [])),
  ).flat();

/** Numbers around which something happens: those of the condition, also where its math scales the metric. */
function levelsOf({ math = {}, threshold }: AlarmRow): number[] {
  const text = Object.values(math).join(' ');
  const numbers = [threshold, ...(text.match(/(?<![\w.])\d+(\.\d+)?/g) ?? []).map(Number)];
  const scaled = numbers.slice(1).map((number) => 2 * number * threshold);
  const near = numbers.flatMap((number) => [number, 2 * number + 1, number / 2, 10 * number + 10]);
  return [...new Set([1, 0, ...near, ...scaled])].filter((level) => level >= 0);
}

function questionWith({ id, rules }: Shape, row: AlarmRow, series: SeriesById, gaps: Gaps): Question {
  const seconds = row.periodSeconds as number;
  const step = (STEP_MINUTE * 60) / seconds;
  const before = periodsBefore(row);
  return {
    id: `shape-${id}-${gaps}`,
    asks: `Does ${rules.join(', ')} behave as simulated ${gaps === 'full' ? 'with a value in each period' : 'with gaps'}?`,
    alarms: { [ALARM]: row },
    series: Object.fromEntries(
      Object.entries(series).flatMap(([metric, [early, late]]) => [
        [`${ALARM}.${metric}.before`, seriesAt(row, metric, [early], gaps, { from: -before, until: step })],
        [`${ALARM}.${metric}.after`, seriesAt(row, metric, late, gaps, { from: step })],
      ]),
    ),
    reads: 'states',
    minutes: LEAST_MINUTES,
    about: [],
  };
}

type Extent = Pick<MadeSeries, 'from' | 'until'>;

function seriesAt(row: AlarmRow, metric: string, levels: readonly number[], gaps: Gaps, extent: Extent): MadeSeries {
  const statistic = row.metrics[metric] as string;
  const values = gaps === 'full' ? levels : Array.from({ length: 30 }, (_, index) => valueWithGaps(levels, index));
  if (statistic !== 'SampleCount') return { ...extent, values, samples: samplesFor(statistic) };
  return { ...extent, values: values.map((value) => value && Math.min(MOST_SAMPLES, value)), counts: true };
}

const MOST_SAMPLES = 10_000;

const valueWithGaps = (levels: readonly number[], index: number): number | null =>
  index % 3 === 2 ? null : (levels[index % levels.length] as number);

/** Enough for a percentile to mean something. */
function samplesFor(statistic: string): number {
  const { percentile } = isSimple(statistic) ? { percentile: undefined } : statisticNamed(statistic);
  return percentile === undefined ? 1 : Math.ceil(2 * fewestSamples(percentile));
}

/** A Monday; each question is asked at another time. */
const SOME_TIME = Date.parse('2026-01-05T10:00:00Z') / 1000;
const DELAYS = [5, 110];
/** Minutes after the alarm is created: soon after the step, and later. */
const MOMENTS = [STEP_MINUTE + 1, STEP_MINUTE + 3, STEP_MINUTE + 6, LEAST_MINUTES, MOST_MINUTES_READ];
/** Data may arrive, and an alarm may be evaluated, that much later than in the simulator. */
const LATE_MINUTES = 2.5;

type StatesOf = (times: Times) => string;

function simulated(question: Question): StatesOf {
  const store = storeOf(pointsOf('', { ...question, minutes: MOST_MINUTES_READ }, SOME_TIME));
  return (times) => simulatedReply('', question, { store, times, reading: DEFAULT_READING });
}

/** The question, if its alarm is in ALARM in the simulator at some time, and calm. */
function alarming(question: Question): Question | undefined {
  const states = simulated(question);
  // a look at some moments is quick, and most series are rejected by it
  const isSeen = MOMENTS.some((minutes) => {
    const time = SOME_TIME + 60 * minutes;
    return states({ start: SOME_TIME, createdAt: time, readAt: time }) === 'ALARM';
  });
  return isSeen ? calm(question, states, (reply) => reply.includes('ALARM')) : undefined;
}

/** The question, read when its alarm changes no more, whenever exactly the alarm was created; undefined if it never is so calm. */
function calm(
  question: Question,
  states = simulated(question),
  isWanted: (reply: string) => boolean = () => true,
): Question | undefined {
  for (let minutes = LEAST_MINUTES; minutes <= MOST_MINUTES_READ; minutes += 3) {
    const replies = DELAYS.flatMap((delay) =>
      [minutes, minutes - LATE_MINUTES].map((read) =>
        states({ start: SOME_TIME, createdAt: SOME_TIME + delay, readAt: SOME_TIME + 60 * read }),
      ),
    );
    const [first = FLAPS] = replies;
    if (first !== FLAPS && isWanted(first) && replies.every((reply) => reply === first))
      return { ...question, minutes };
  }
  return undefined;
}
