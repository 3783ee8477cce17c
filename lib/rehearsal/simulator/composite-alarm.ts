import { type AlarmRule, alarmsIn } from './alarm-rule';
import {
  type AlarmState,
  type CompositeAlarmDefinition,
  type Ground,
  NotModelled,
  type Span,
  type StateChange,
  type Track,
  type Trigger,
} from './model';
import { compositeReasonData } from './reason-data';
import { longTime } from './time-text';
import { latestChange, stateAt } from './track';

/** An alarm that a rule names, with what became of it. */
export interface Child {
  readonly arn: string;
  readonly track: Track;
}

type StateOf = (reference: string) => AlarmState;

/** Whether a rule holds. */
export function holds(rule: AlarmRule, stateOf: StateOf): boolean {
  switch (rule.is) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !holds(rule.operand, stateOf);
    case 'and':
      return rule.operands.every((operand) => holds(operand, stateOf));
    case 'or':
      return rule.operands.some((operand) => holds(operand, stateOf));
    case 'atLeast': {
      const count = rule.alarms.filter((alarm) => (stateOf(alarm) === rule.state) !== (rule.negated ?? false)).length;
      const amount = Number.parseFloat(rule.amount);
      return rule.amount.endsWith('%') ? 100 * count >= amount * rule.alarms.length : count >= amount;
    }
  }
}

/**
 * Follows the alarms that a composite names.
 *
 * @param childOf by the reference in the rule
 * @throws NotModelled if its text is no rule
 */
export function runCompositeAlarm(
  alarm: CompositeAlarmDefinition,
  childOf: (reference: string) => Child,
  span: Span,
  initial: AlarmState = 'INSUFFICIENT_DATA',
): Track {
  const { alarmRule } = alarm;
  if (alarmRule === undefined) throw new NotModelled(`The rule '${alarm.ruleText}'`);
  const references = alarmsIn(alarmRule);
  const children = new Map(references.map((reference) => [reference, childOf(reference)]));
  const changesOfChildren = [...children.values()].flatMap(({ track }) => track.changes);
  const times = [...new Set([span.start, ...changesOfChildren.map(({ time }) => time)])].sort(
    (one, other) => one - other,
  );
  const changes: StateChange[] = [];
  let state = initial;
  for (const time of times) {
    const isAlarming = holds(alarmRule, (reference) => stateAt((children.get(reference) as Child).track, time));
    const to = isAlarming ? 'ALARM' : 'OK';
    if (to === state) continue;
    changes.push(changeAt(time, state, to, alarm, [...children.values()]));
    state = to;
  }
  return { initial, changes };
}

const GROUNDS: readonly Ground[] = ['documented', 'observed', 'assumed'];

function changeAt(
  time: number,
  from: AlarmState,
  to: AlarmState,
  { arn }: CompositeAlarmDefinition,
  children: readonly Child[],
): StateChange {
  const latest = children.flatMap(({ arn, track }) =>
    track.changes.filter((change) => change.time === time).map((change) => ({ arn, change })),
  );
  const [first] = from === 'INSUFFICIENT_DATA' ? [] : latest;
  const triggeredBy: Trigger[] =
    first === undefined
      ? children.map(({ arn, track }) => ({
          arn,
          state: stateAt(track, time),
          time: latestChange(track, time)?.time ?? time,
        }))
      : latest.map(({ arn, change }) => ({ arn, state: change.to, time }));
  const reason =
    first === undefined
      ? `${arn} was created and its alarm rule evaluates to ${to}`
      : `${first.arn} transitioned to ${first.change.to} at ${longTime(time)}`;
  return {
    ...{ time, from, to, reason, triggeredBy, reasonData: compositeReasonData(triggeredBy) },
    // no better than what it rests on
    get ground() {
      const weakest = Math.max(0, ...latest.map(({ change }) => GROUNDS.indexOf(change.ground)));
      return GROUNDS[weakest] as Ground;
    },
  };
}
