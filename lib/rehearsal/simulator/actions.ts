import type { AlarmDefinition, AlarmState, MuteRule, StateChange, Track } from './model';
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
}

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
  const performed = unmuted(alarm, track, performedBy(alarm, track, suppressor, end), muteRules, end);
  return performed.flatMap(({ time, change }) =>
    targetsFor(alarm, change.to).map((target) => ({ time, target, alarm, change })),
  );
}

function performedBy(alarm: AlarmDefinition, track: Track, suppressor: Track | undefined, end: number): Performed[] {
  if (alarm.kind !== 'composite' || suppressor === undefined) {
    return track.changes.map((change) => ({ time: change.time, change }));
  }
  const { suppressorWaitSeconds = NO_PATIENCE, suppressorExtensionSeconds = NO_PATIENCE } = alarm;
  const patience = { waitSeconds: suppressorWaitSeconds, extensionSeconds: suppressorExtensionSeconds };
  return unsuppressed(track, suppressor, patience, end);
}

/** What is muted is made up for when the mute ends, if the alarm is in ALARM then. */
function unmuted(
  alarm: AlarmDefinition,
  track: Track,
  performed: readonly Performed[],
  rules: readonly MuteRule[],
  end: number,
): Performed[] {
  return performed.flatMap((action) => {
    const { time, change } = action;
    const until = mutedUntil(rules, alarm.name, time, end);
    if (until === undefined) return [action];
    const isStillAlarming = change.to === 'ALARM' && latestChange(track, until) === change;
    return isStillAlarming && until <= end ? [{ time: until, change }] : [];
  });
}

function targetsFor({ actions }: AlarmDefinition, state: AlarmState): readonly string[] {
  return { ALARM: actions.alarm, OK: actions.ok, INSUFFICIENT_DATA: actions.insufficientData }[state];
}
