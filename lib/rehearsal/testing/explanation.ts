import type { Alarm, Assembly, CompositeAlarm, MetricAlarm } from '../assembly/model';
import { conditionInWords } from '../preview/condition-text';
import { type Page, table } from '../preview/table';
import { wrap } from '../preview/wrap';
import { FITTED_RANGE, groundOfRange, WALL_CLOCK_RANGE } from '../simulator/evaluation-range';
import { isInsights } from '../simulator/insights';
import { judge, Point, type Requirement, Treatment, Verdict } from '../simulator/missing-data';
import { isAboutRange, type OtherReading, readingsOn } from '../simulator/other-readings';
import { cadenceOf } from '../simulator/periods';
import { durationText } from './notation';
import { type Pulse, pulseOf, type Silence, type Times } from './pulse';
import type { Level } from './pulse-levels';
import { Scene } from './scene';

/** Describes when an alarm fires and recovers. */
export function explain(alarm: Alarm, assembly: Assembly, page: Page): string {
  const nameOf = (reference: string): string => assembly.alarms.find(({ arn }) => arn === reference)?.name ?? reference;
  const problem = problemOf(alarm, assembly);
  const facts: readonly (readonly [string, string])[] = [
    ['Condition', `${conditionInWords(alarm, nameOf)}.`],
    ...(problem.length > 0 ? problem : [...behaviourOf(alarm), ...groundsOf(alarm)]),
    ['Notifies', actionsText(alarm, assembly)],
    ...parentsOf(alarm, assembly),
  ];
  const rows = facts.map(([what, text]) => [{ text: what }, { text }]);
  const severity = alarm.severity === 'unknown' ? 'of unknown severity' : alarm.severity;
  const head = wrap(`${alarm.name} (${severity})`, page.width).map((line) => page.paint('strong', line));
  return `${[...head, ...table(rows, [{ atMost: 12 }, {}], page)].join('\n')}\n`;
}

/** Why nothing can be said of when it fires. */
function problemOf(alarm: Alarm, assembly: Assembly): [string, string][] {
  const scene = new Scene(assembly, 0);
  const refused = scene.refusalOf(alarm);
  if (refused !== undefined) return [['Refused', `CloudWatch would refuse it: ${refused}`]];
  if (alarm.kind === 'math' && alarm.queries.some(({ expression = '' }) => isInsights(expression)))
    return [
      ['Not modelled', 'What its query selects is known only in the account. A test takes these series as its data.'],
    ];
  const reason = alarm.kind === 'math' ? scene.whyNotModelled(alarm) : undefined;
  return reason === undefined ? [] : [['Not modelled', reason]];
}

function behaviourOf(alarm: Alarm): [string, string][] {
  switch (alarm.kind) {
    case 'unexplained':
      return [];
    case 'composite':
      return [['When', compositeTiming(alarm)]];
    case 'math':
      return measuredBehaviour(alarm);
    default:
      return alarm.periodSeconds === undefined ? [] : metricBehaviour(alarm, alarm.periodSeconds);
  }
}

/** Whether AWS documents the behaviour that an alarm's verdicts depend on. */
function groundsOf(alarm: Alarm): [string, string][] {
  if (alarm.kind === 'unexplained') return [];
  if (alarm.kind === 'composite') return [['Ground', 'As for its children.']];
  const { evaluationPeriods, periodSeconds = 0, wallClock } = alarm;
  const range = wallClock === undefined ? groundOfRange(evaluationPeriods, periodSeconds) : 'documented';
  const open = readingsOn(alarm).filter((reading) => !isAboutRange(reading));
  const text = [
    range === 'documented' ? 'Documented.' : `Documented while there is data; without data ${range}.`,
    ...open.map(groundText),
  ];
  return [['Ground', text.join(' ')]];
}

const groundText = ({ name, what, byDefault, ground }: OtherReading): string =>
  `${ground[0]?.toUpperCase()}${ground.slice(1)}: ${byDefault}. It may differ if ${what} (${name}).`;

function compositeTiming({
  suppressor,
  suppressorWaitSeconds = 0,
  suppressorExtensionSeconds = 0,
}: CompositeAlarm): string {
  if (suppressor === undefined) return 'As soon as a child changes the result of its rule.';
  const [wait, extension] = [durationText(suppressorWaitSeconds), durationText(suppressorExtensionSeconds)];
  return `As soon as a child changes the result of its rule. Its actions run ${wait} later unless ${suppressor} is in ALARM by then, and ${extension} after ${suppressor} has left ALARM.`;
}

/** In evaluation ranges: long enough for every rule to change. */
const PATIENCE = 3;

/** How long the alarm takes to change after its data changed, counted in periods. */
function metricBehaviour(alarm: MetricAlarm, periodSeconds: number): [string, string][] {
  const { evaluationPeriods, datapointsToAlarm, wallClock } = alarm;
  const treatment = Treatment[alarm.treatMissingData as keyof typeof Treatment];
  if (treatment === undefined) return [];
  const requirement = { evaluationPeriods, datapointsToAlarm, treatment };
  const range = (wallClock === undefined ? FITTED_RANGE : WALL_CLOCK_RANGE).periods(evaluationPeriods, periodSeconds);
  const after = (before: number, since: number) => afterChange(requirement, range, before, since);
  const time = (periods: number): string => durationText(periods * periodSeconds);
  const cadence = cadenceOf(periodSeconds, evaluationPeriods);
  // periods slide with the evaluations, so how soon one breaches depends on how far the values are from the threshold
  const within = (periods: number): string => {
    const soonest = durationText((periods - 1) * periodSeconds + cadence);
    return wallClock === undefined && periodSeconds > cadence ? `${soonest} to ${time(periods)}` : time(periods);
  };
  const [fires, recovers] = [after(Point.WITHIN, Point.BREACHING), after(Point.BREACHING, Point.WITHIN)];
  const [fromOk, fromAlarm] = [after(Point.WITHIN, Point.MISSING), after(Point.BREACHING, Point.MISSING)];
  const sure =
    wallClock === undefined && groundOfRange(evaluationPeriods, periodSeconds) !== 'documented'
      ? ` AWS does not document the evaluation range without data; ${range} periods are assumed here.`
      : '';
  return [
    ['Fires', `${within(fires.periods)} after it begins to breach continuously.`],
    ['Recovers', `${within(recovers.periods)} after the last breaching datapoint, while there is data.`],
    ['Without data', `${withoutData(fromOk, 'OK', time)} ${withoutData(fromAlarm, 'ALARM', time)}${sure}`],
  ];
}

/** What an expression makes of its metrics is not counted in periods, but seen on data. */
function measuredBehaviour(alarm: MetricAlarm): [string, string][] {
  const pulse = pulseOf(alarm);
  if (pulse === undefined)
    return [['Fires', 'Not known: none of the data that were tried drove it to ALARM and back. Try yours in a test.']];
  const { fires, recovers, lasts, silence } = pulse;
  const back = recovers && `${rangeText(recovers)} after they are back.`;
  const byItself = lasts && `By itself ${rangeText(lasts)} after it fired, while the metrics stay there.`;
  return [
    ['Fires', `${rangeText(fires)} after its metrics begin to breach.`],
    ['Recovers', [back, byItself].filter((text) => text !== undefined).join(' ')],
    ['Without data', `${silenceText(silence.fromOk, 'OK')} ${silenceText(silence.fromAlarm, 'ALARM')}`],
    [
      'Measured',
      `Simulated with ${pulse.metrics.map(levelsText).join('; ')}; the times are those from far to just beyond the threshold.`,
    ],
  ];
}

const rangeText = ({ soonest, latest }: Times): string =>
  soonest === latest ? durationText(soonest) : `${durationText(soonest)} to ${durationText(latest)}`;

const silenceText = (silence: Silence | undefined, state: string): string =>
  silence === undefined
    ? `In ${state}, it stays there.`
    : `In ${state}, it goes to ${silence.to} ${durationText(silence.after)} after the last datapoint.`;

function levelsText({ metric, before, during }: Pulse['metrics'][number]): string {
  const [from, to] = [before, during].map(levelText);
  return from === to ? `${metric.name} at ${from}` : `${metric.name} from ${from} to ${to}`;
}

const levelText = ({ value, count }: Level): string =>
  count === 0 ? 'no data' : `${count === 1 ? '' : `${count} x `}${Number(value.toPrecision(3))}`;

interface Outcome {
  /** The first verdict that differs, and the number of periods until it. */
  readonly verdict?: Verdict;
  readonly periods: number;
}

function afterChange(requirement: Requirement, range: number, before: number, since: number): Outcome {
  const length = PATIENCE * range;
  const points = new Uint8Array(2 * length).fill(before, 0, length).fill(since, length);
  const verdicts = new Uint8Array(points.length);
  judge(points, verdicts, { first: 0, stride: 1, range }, requirement);
  const old = verdicts[length - 1] as Verdict;
  const changed = verdicts.findIndex(
    (verdict, index) => index >= length && verdict !== old && verdict !== Verdict.RETAIN,
  );
  return changed < 0 ? { periods: 0 } : { verdict: verdicts[changed] as Verdict, periods: changed - length + 1 };
}

const NAMES = Object.keys(Verdict);

function withoutData({ verdict, periods }: Outcome, state: string, time: (periods: number) => string): string {
  if (verdict === undefined) return `In ${state}, it stays there.`;
  return `In ${state}, it goes to ${NAMES[verdict]} ${time(periods)} after the last datapoint.`;
}

function actionsText({ actions }: Alarm, { topics }: Assembly): string {
  const named = (arns: readonly string[]): string =>
    arns.map((arn) => topics.find((topic) => topic.arn === arn)?.name ?? arn).join(', ') || 'nobody';
  const others = [
    ...(actions.ok.length > 0 ? [`on OK: ${named(actions.ok)}`] : []),
    ...(actions.insufficientData.length > 0 ? [`on INSUFFICIENT_DATA: ${named(actions.insufficientData)}`] : []),
  ];
  return [`on ALARM: ${named(actions.alarm)}`, ...others].join('; ');
}

function parentsOf({ name, arn }: Alarm, { alarms }: Assembly): [string, string][] {
  const composites = alarms.filter(
    (each) => each.kind === 'composite' && each.children.some((child) => child === name || child === arn),
  );
  return composites.length === 0 ? [] : [['Child of', composites.map((each) => each.name).join(', ')]];
}
