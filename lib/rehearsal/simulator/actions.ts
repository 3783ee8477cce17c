import type { AlarmDefinition, AlarmState, Contributor, MuteRule, StateChange, Track } from './model';
import { mutedUntil } from './mute-rule';
import { type Performed, unsuppressed } from './suppression';
import { latestChange } from './track';

/** An action that an alarm performs. */
export interface Action {
  readonly time: number;
  /** What it notifies or runs. */
  readonly target: string;
  readonly alarm: AlarmDefinition;
  readonly change: StateChange;
  /** It was muted, and is made up for. */
  readonly afterMute: boolean;
  /** Of an alarm on many series: whose change of state it was. */
  readonly contributor?: Contributor;
}

/** Whether an action is one of Auto Scaling, which CloudWatch repeats each minute while the state lasts. */
const isScaling = (target: string): boolean => /^arn:[^:]+:autoscaling:/.test(target);

/** Whether an action sends a message, rather than changes the number of instances, or stops one. */
export const isMessage = (target: string): boolean => !isScaling(target) && !/^arn:[^:]+:(automate|swf):/.test(target);

const MINUTE = 60;

/** Where a composite says nothing of its own. */
const NO_PATIENCE = 0;

/** The actions that an alarm performs, with what keeps it from performing others. */
export function actionsOf(
  alarm: AlarmDefinition,
  track: Track,
  suppressor: Track | undefined,
  muteRules: readonly MuteRule[],
  end: number,
): Action[] {
  const { contributors } = track;
  if (contributors !== undefined)
    return contributors.flatMap((each) => actionsOfContributor(alarm, each, muteRules, end));
  const performed = unmuted(alarm, track, performedBy(alarm, track, suppressor, end), muteRules, end);
  return performed.flatMap(({ time, change, afterMute }) =>
    targetsFor(alarm, change.to).flatMap((target) => {
      const times = isScaling(target) ? eachMinute(time, lastOf(change, track, end)) : [time];
      return times
        .filter((each) => each === time || mutedUntil(muteRules, alarm.name, each, end) === undefined)
        .map((each) => ({ time: each, target, alarm, change, afterMute }));
    }),
  );
}

/** Each series sends its own messages, the alarm as a whole none. */
function actionsOfContributor(
  alarm: AlarmDefinition,
  contributor: Contributor,
  muteRules: readonly MuteRule[],
  end: number,
): Action[] {
  const own = actionsOf(alarm, contributor.track, undefined, muteRules, end);
  return own.map((action) => ({ ...action, contributor }));
}

const eachMinute = (from: number, to: number): number[] =>
  Array.from({ length: Math.floor((to - from) / MINUTE) + 1 }, (_, minute) => from + minute * MINUTE);

/** When a state was held last. */
function lastOf(change: StateChange, { changes }: Track, end: number): number {
  const next = changes[changes.indexOf(change) + 1];
  return next === undefined ? end : next.time - 1;
}

function performedBy(alarm: AlarmDefinition, track: Track, suppressor: Track | undefined, end: number): Performed[] {
  if (alarm.kind !== 'composite' || suppressor === undefined) {
    return track.changes.map((change) => ({ time: change.time, change }));
  }
  const { suppressorWaitSeconds = NO_PATIENCE, suppressorExtensionSeconds = NO_PATIENCE } = alarm;
  const patience = { waitSeconds: suppressorWaitSeconds, extensionSeconds: suppressorExtensionSeconds };
  return unsuppressed(track, suppressor, patience, end);
}

type MutablePerformed = Performed & Pick<Action, 'afterMute'>;

/** What is muted is made up for when the mute ends, if the alarm is in ALARM then. */
function unmuted(
  alarm: AlarmDefinition,
  track: Track,
  performed: readonly Performed[],
  rules: readonly MuteRule[],
  end: number,
): MutablePerformed[] {
  return performed.flatMap((action): MutablePerformed[] => {
    const { time, change } = action;
    const until = mutedUntil(rules, alarm.name, time, end);
    if (until === undefined) return [{ ...action, afterMute: false }];
    const isStillAlarming = change.to === 'ALARM' && latestChange(track, until) === change;
    return isStillAlarming && until <= end ? [{ time: until, change, afterMute: true }] : [];
  });
}

function targetsFor({ actions }: AlarmDefinition, state: AlarmState): readonly string[] {
  return { ALARM: actions.alarm, OK: actions.ok, INSUFFICIENT_DATA: actions.insufficientData }[state];
}
