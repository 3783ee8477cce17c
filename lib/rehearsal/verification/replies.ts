import type { MetricStore } from '../simulator/metric-store';
import { readingNamed } from '../simulator/other-readings';
import { DEFAULT_READING, type Reading } from '../simulator/reading';
import { simulate } from '../simulator/simulation';
import { stateAt } from '../simulator/track';
import { definitionsOf, periodOf } from './alarms';
import type { State } from './cloud-watch';
import { type AlarmRow, DEFAULT, type Question, REFUSED, type Reads } from './question';

/** What became of an alarm, on AWS or in the simulator. */
export interface Seen {
  readonly state: State;
  readonly changes: readonly { readonly time: number; readonly to: State; readonly reasonData?: string }[];
  /** When its actions were first performed: in ALARM and not suppressed. */
  readonly actionsAt?: number;
}

/** When the alarms of a question were created and read, in seconds since 1970. */
export interface Times {
  /** When step 0 of the series begins. */
  readonly start: number;
  readonly createdAt: number;
  readonly readAt: number;
}

export const NONE = 'none';
/** Of `states`. */
export const FLAPS = 'changes again and again';
const MOST_CHANGES = 4;

/** What is read of an alarm, as a text. */
export function replyOf(reads: Reads, { state, changes, actionsAt }: Seen, { start }: Times): string {
  const after = (time: number | undefined): string => (time === undefined ? NONE : String(Math.round(time - start)));
  switch (reads) {
    case 'state':
      return state;
    case 'states':
      // how often depends on when exactly it is evaluated
      return changes.length > MOST_CHANGES ? FLAPS : changes.map(({ to }) => to).join(', ') || NONE;
    case 'value':
      return String(dataOf(changes).recentDatapoints?.findLast((value) => value !== null) ?? NONE);
    case 'period':
      return String(dataOf(changes).period ?? NONE);
    case 'secondsToOk':
      return after(changes.findLast(({ to }) => to === 'OK')?.time);
    case 'secondsToActions':
      return after(actionsAt);
    case 'minuteOfHour': {
      const time = changes.findLast((change) => change.time >= start + HOUR)?.time;
      return time === undefined ? NONE : String(Math.floor((time % HOUR) / 60));
    }
  }
}

const HOUR = 3600;

/** The `StateReasonData` of the last change. */
function dataOf(changes: Seen['changes']): { readonly recentDatapoints?: unknown[]; readonly period?: unknown } {
  const { recentDatapoints, period } = objectIn(changes.at(-1)?.reasonData);
  return { period, ...(Array.isArray(recentDatapoints) && { recentDatapoints }) };
}

function objectIn(text = '{}'): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

/** What the simulator makes of a question. @throws Error if it models no such alarm */
export function simulatedReply(
  run: string,
  question: Question,
  { store, times, reading }: { readonly store: MetricStore; readonly times: Times; readonly reading: Reading },
): string {
  const alarms = definitionsOf(run, question);
  const read = alarms.at(-1) as (typeof alarms)[number];
  const span = { start: times.createdAt, end: times.readAt };
  const { tracks, actions, notModelled } = simulate({ alarms, store, span, reading });
  const problem = notModelled.get(read.arn);
  if (problem !== undefined) {
    if (/is refused/.test(problem)) return REFUSED;
    throw new Error(`${question.id}: ${problem}`);
  }
  const track = tracks.get(read.arn);
  if (track === undefined) throw new Error(`${question.id}: ${read.name} is not simulated.`);
  const actionsAt = actions.find(({ alarm }) => alarm.arn === read.arn)?.time;
  return replyOf(question.reads, { state: stateAt(track, span.end), changes: track.changes, actionsAt }, times);
}

/**
 * What each answer to a question leads to: that of the default reading, of those that it is about where they differ from it, and what is
 * stated.
 */
export function expectedReplies(
  run: string,
  question: Question,
  seen: { readonly store: MetricStore; readonly times: Times },
): ReadonlyMap<string, string> {
  const under = (reading: Reading): string => simulatedReply(run, question, { ...seen, reading });
  const byDefault = under(DEFAULT_READING);
  const others = question.about.map((name): [string, string] => [name, under(readingNamed(name) as Reading)]);
  return new Map([
    [DEFAULT, byDefault],
    ...others.filter(([, reply]) => reply !== byDefault),
    ...(question.stated ?? []).map(({ name, reply }): [string, string] => [name, reply]),
  ]);
}

/** The answers that lead to what was read; of numbers the nearest, if they are near. */
export function followed(question: Question, expected: ReadonlyMap<string, string>, reply: string): string[] {
  const distances = [...expected].map(([name, each]) => ({ name, distance: distance(question, each, reply) }));
  const nearest = Math.min(...distances.map(({ distance }) => distance));
  return distances
    .filter(({ distance }) => distance <= toleranceOf(question) && distance <= nearest + TIE)
    .map(({ name }) => name);
}

/** Numbers that differ by less are the same. */
const TIE = 1e-6;

function distance({ reads }: Question, one: string, other: string): number {
  if (one === other) return 0;
  const difference = Math.abs(Number(one) - Number(other));
  if (reads === 'minuteOfHour') return Math.min(difference, 60 - difference);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}

/** When an alarm is evaluated, and when data arrive, is known to a period or two. */
function toleranceOf(question: Question): number {
  switch (question.reads) {
    case 'secondsToOk':
    case 'secondsToActions':
      return 15 + Math.max(...Object.values(question.alarms).map((row: AlarmRow) => periodOf(row)));
    case 'minuteOfHour':
      return 1;
    default:
      return TIE;
  }
}
