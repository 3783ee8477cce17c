import { periodOf } from './alarms';
import { pointsOf } from './made-series';
import type { Question } from './question';
import { QUESTIONS } from './questions/all';
import { REFUSED_ROWS, type RefusedRow } from './refused-rows';
import { SETTLE_SECONDS, TICK_SECONDS } from './run';
import { questionsOf } from './shape-questions';
import type { NotAsked, Shape, Shapes } from './shapes';

/** A shape of conditions with what is asked about it. */
interface AskedShape extends Shape {
  readonly questions: readonly Question[];
  /** What they leave open, in words. */
  readonly notCompared: readonly string[];
}

/** All that one run asks. */
export interface Plan {
  /** What the documentation leaves open. */
  readonly open: readonly Question[];
  readonly shapes: readonly AskedShape[];
  readonly notAsked: readonly NotAsked[];
  readonly refused: readonly RefusedRow[];
}

/** @param long also what takes hours */
export function planFor({ shapes, notAsked }: Shapes, long: boolean): Plan {
  const asked = shapes.map((shape) => ({ shape, asks: questionsOf(shape) }));
  const tooLong = asked
    .filter(({ asks }) => asks === undefined)
    .flatMap(({ shape }) => shape.rules.map((rule) => ({ rule, why: 'it looks back for too many periods' })));
  return {
    open: QUESTIONS.filter((question) => long || !question.long),
    shapes: asked.flatMap(({ shape, asks }) => (asks === undefined ? [] : { ...shape, ...asks })),
    notAsked: [...notAsked, ...tooLong],
    refused: REFUSED_ROWS,
  };
}

/** In the order in which they are asked. */
export const questionsIn = ({ open, shapes }: Plan): Question[] => [
  ...open,
  ...shapes.flatMap(({ questions }) => questions),
];

/** What a run creates and uses. */
export interface Amounts {
  readonly alarms: number;
  readonly composites: number;
  readonly metrics: number;
  /** In how many hours points are published, added up over all metrics: what custom metrics are billed by. */
  readonly metricHours: number;
  /** Metrics that alarms watch: what alarms are billed by. */
  readonly standardAlarmMetrics: number;
  readonly highResolutionAlarmMetrics: number;
  readonly minutes: number;
  /** The most calls of the API, of which all are billed alike. */
  readonly requests: number;
}

const POINTS_PER_REQUEST = 1000;
/** Of DescribeAlarms. */
const ALARMS_PER_REQUEST = 100;
/** One of them for questions that are due between the others. */
const TICKS_PER_MINUTE = 60 / TICK_SECONDS + 1;
const CREATED_PER_MINUTE = 120;

export function amountsOf(plan: Plan): Amounts {
  const questions = questionsIn(plan);
  const rows = questions.flatMap(({ alarms }) => Object.values(alarms));
  const watched = (isHigh: boolean): number =>
    rows
      .filter((row) => periodOf(row) < 60 === isHigh)
      .reduce((sum, { metrics }) => sum + Object.keys(metrics).length, 0);
  const composites = questions.filter(({ composite }) => composite !== undefined).length;
  const points = questions.flatMap((question) => pointsOf('', question, 0));
  const created = rows.length + composites + plan.refused.length;
  const minutes = Math.ceil(
    SETTLE_SECONDS / 60 + Math.max(created / CREATED_PER_MINUTE, ...questions.map((question) => question.minutes)) + 2,
  );
  const once = points.length / POINTS_PER_REQUEST + 3 * created + questions.length;
  const atOnce = 1 + Math.ceil(created / ALARMS_PER_REQUEST);
  const spans = new Map<string, { first: number; last: number }>();
  for (const { metric, time } of points) {
    const { first, last } = spans.get(metric) ?? { first: time, last: time };
    spans.set(metric, { first: Math.min(first, time), last: Math.max(last, time) });
  }
  // what lasts less than an hour may touch two
  const hours = [...spans.values()].map(({ first, last }) => Math.ceil((last - first) / 3600) + 1);
  return {
    alarms: rows.length,
    composites,
    metrics: spans.size,
    metricHours: hours.reduce((sum, each) => sum + each, 0),
    standardAlarmMetrics: watched(false),
    highResolutionAlarmMetrics: watched(true),
    minutes,
    requests: Math.ceil(once + TICKS_PER_MINUTE * atOnce * minutes),
  };
}
