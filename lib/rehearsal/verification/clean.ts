import type { CloudWatch, LiveAlarm } from './cloud-watch';
import { PREFIX, runOf, runPrefix } from './names';
import { overAt } from './run-id';

/** What is deleted: one run, those that are surely over at a time (seconds since 1970), or all. */
export type Which = { readonly run: string } | { readonly overBefore: number } | 'all';

export interface Cleaned {
  readonly deleted: readonly string[];
  /** Runs that may still go on, with how many alarms each has. */
  readonly running: ReadonlyMap<string, number>;
  /** What has such a name but was not made by this command. */
  readonly leftAlone: readonly string[];
}

const MOST_NAMES = 100;

/**
 * Deletes alarms that this command made, and no other. A composite goes before the alarms that it names: CloudWatch deletes no alarm
 * that a composite needs.
 */
export async function clean(cloudWatch: CloudWatch, which: Which): Promise<Cleaned> {
  const isNamed = typeof which === 'object' && 'run' in which;
  const found = await cloudWatch.describeAlarms(isNamed ? runPrefix(which.run) : PREFIX);
  const deleted: LiveAlarm[] = [];
  const running = new Map<string, number>();
  const leftAlone: string[] = [];
  for (const alarm of found) {
    const run = runOf(alarm);
    if (run === undefined) leftAlone.push(alarm.name);
    else if (isOver(run, which)) deleted.push(alarm);
    else running.set(run, (running.get(run) ?? 0) + 1);
  }
  const namesOf = (kind: LiveAlarm['kind']): string[] =>
    deleted.filter((each) => each.kind === kind).map(({ name }) => name);
  for (const name of namesOf('composite')) await cloudWatch.deleteAlarms([name]);
  const metricAlarms = namesOf('metric');
  for (let first = 0; first < metricAlarms.length; first += MOST_NAMES) {
    await cloudWatch.deleteAlarms(metricAlarms.slice(first, first + MOST_NAMES));
  }
  return { deleted: deleted.map(({ name }) => name), running, leftAlone };
}

const isOver = (run: string, which: Which): boolean =>
  typeof which === 'string' || 'run' in which || overAt(run) < which.overBefore;
