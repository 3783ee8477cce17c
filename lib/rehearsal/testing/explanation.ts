import type { Alarm, Assembly, CompositeAlarm, MetricAlarm } from '../assembly/model';
import { conditionInWords } from '../preview/condition-text';
import { type Page, table } from '../preview/table';
import { wrap } from '../preview/wrap';
import { FITTED_RANGE, groundOfRange, WALL_CLOCK_RANGE } from '../simulator/evaluation-range';
import { judge, Point, type Requirement, Treatment, Verdict } from '../simulator/missing-data';
import { cadenceOf } from '../simulator/periods';
import { isAboutRange, type OtherReading, readingsOn } from '../simulator/readings';
import { durationText } from './notation';

/** When an alarm fires and recovers, in plain words. */
export function explain(alarm: Alarm, assembly: Assembly, page: Page): string {
  const nameOf = (reference: string): string => assembly.alarms.find(({ arn }) => arn === reference)?.name ?? reference;
  const facts: readonly (readonly [string, string])[] = [
    ['Condition', `${conditionInWords(alarm, nameOf)}.`],
    ...behaviourOf(alarm),
    ...groundsOf(alarm),
    ['Tells', whom(alarm, assembly)],
    ...speakersFor(alarm, assembly),
  ];
  const rows = facts.map(([what, text]) => [{ text: what }, { text }]);
  const severity = alarm.severity === 'unknown' ? 'of unknown severity' : alarm.severity;
  const head = wrap(`${alarm.name} (${severity})`, page.width).map((line) => page.paint('strong', line));
  return `${[...head, ...table(rows, [{ atMost: 12 }, {}], page)].join('\n')}\n`;
}

function behaviourOf(alarm: Alarm): [string, string][] {
  switch (alarm.kind) {
    case 'unexplained':
      return [];
    case 'composite':
      return [['When', compositeTiming(alarm)]];
    default:
      return alarm.periodSeconds === undefined ? [] : metricBehaviour(alarm, alarm.periodSeconds);
  }
}

/** What the verdicts of an alarm rest on. */
function groundsOf(alarm: Alarm): [string, string][] {
  if (alarm.kind === 'unexplained') return [];
  if (alarm.kind === 'composite') return [['Ground', 'That of the alarms that it names.']];
  const { evaluationPeriods, periodSeconds = 0, wallClock } = alarm;
  const range = wallClock === undefined ? groundOfRange(evaluationPeriods, periodSeconds) : 'documented';
  const open = readingsOn(alarm).filter((reading) => !isAboutRange(reading));
  const text = [
    range === 'documented' ? 'Documented.' : `Documented while data come; without data ${range}.`,
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
  if (suppressor === undefined) return 'At the moment when an alarm that it names makes its rule true or false.';
  const [wait, extension] = [durationText(suppressorWaitSeconds), durationText(suppressorExtensionSeconds)];
  return `At once, but it tells so ${wait} later, unless ${suppressor} goes into ALARM until then; and ${extension} after that has left ALARM.`;
}

/** Long enough for every rule to have come to its end. */
const PATIENCE = 3;

/** What the alarm's own rule makes of a change: a period is one step. */
function metricBehaviour(alarm: MetricAlarm, periodSeconds: number): [string, string][] {
  const { evaluationPeriods, datapointsToAlarm, wallClock } = alarm;
  const treatment = Treatment[alarm.treatMissingData as keyof typeof Treatment];
  if (treatment === undefined) return [];
  const requirement = { evaluationPeriods, datapointsToAlarm, treatment };
  const range = (wallClock === undefined ? FITTED_RANGE : WALL_CLOCK_RANGE).periods(evaluationPeriods, periodSeconds);
  const after = (before: number, since: number) => afterChange(requirement, range, before, since);
  const time = (periods: number): string => durationText(periods * periodSeconds);
  const cadence = cadenceOf(periodSeconds, evaluationPeriods);
  // periods slide with the evaluations: how much of one has to change depends on how far the values are from the threshold
  const within = (periods: number): string => {
    const soonest = durationText((periods - 1) * periodSeconds + cadence);
    return wallClock === undefined && periodSeconds > cadence ? `${soonest} to ${time(periods)}` : time(periods);
  };
  const [fires, recovers] = [after(Point.WITHIN, Point.BREACHING), after(Point.BREACHING, Point.WITHIN)];
  const [quiet, silent] = [after(Point.WITHIN, Point.MISSING), after(Point.BREACHING, Point.MISSING)];
  const sure =
    wallClock === undefined && groundOfRange(evaluationPeriods, periodSeconds) !== 'documented'
      ? ` How far back CloudWatch looks then, here ${range} periods, is not documented.`
      : '';
  return [
    ['Fires', `${within(fires.periods)} after it begins to breach without a pause.`],
    ['Recovers', `${within(recovers.periods)} after it last breached, while data come.`],
    ['Without data', `${silence(quiet, 'OK', time)} ${silence(silent, 'ALARM', time)}${sure}`],
  ];
}

interface Outcome {
  /** The first verdict other than before; its number is how many periods it takes. */
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

function silence({ verdict, periods }: Outcome, state: string, time: (periods: number) => string): string {
  if (verdict === undefined) return `In ${state}, it stays there.`;
  return `In ${state}, it goes to ${NAMES[verdict]} ${time(periods)} after the last data.`;
}

function whom({ actions }: Alarm, { topics }: Assembly): string {
  const named = (arns: readonly string[]): string =>
    arns.map((arn) => topics.find((topic) => topic.arn === arn)?.name ?? arn).join(', ') || 'nobody';
  const others = [
    ...(actions.ok.length > 0 ? [`of OK: ${named(actions.ok)}`] : []),
    ...(actions.insufficientData.length > 0 ? [`of insufficient data: ${named(actions.insufficientData)}`] : []),
  ];
  return [`of ALARM: ${named(actions.alarm)}`, ...others].join('; ');
}

function speakersFor({ name, arn }: Alarm, { alarms }: Assembly): [string, string][] {
  const composites = alarms.filter(
    (each) => each.kind === 'composite' && each.children.some((child) => child === name || child === arn),
  );
  return composites.length === 0 ? [] : [['Named by', composites.map((each) => each.name).join(', ')]];
}
