import type { CloudWatch, LiveAlarm } from './cloud-watch';
import { isOurs } from './names';

/** What was deleted, and what has such a name but was not made by this command. */
export interface Cleaned {
  readonly deleted: readonly string[];
  readonly leftAlone: readonly string[];
}

const MOST_NAMES = 100;

/**
 * Deletes the alarms whose names begin so and which this command made, and no other. A composite goes before the alarms that it names:
 * CloudWatch deletes no alarm that a composite needs.
 */
export async function clean(cloudWatch: CloudWatch, prefix: string): Promise<Cleaned> {
  const found = await cloudWatch.describeAlarms(prefix);
  const ours = found.filter(isOurs);
  const namesOf = (kind: LiveAlarm['kind']): string[] =>
    ours.filter((each) => each.kind === kind).map(({ name }) => name);
  for (const name of namesOf('composite')) await cloudWatch.deleteAlarms([name]);
  const metricAlarms = namesOf('metric');
  for (let first = 0; first < metricAlarms.length; first += MOST_NAMES) {
    await cloudWatch.deleteAlarms(metricAlarms.slice(first, first + MOST_NAMES));
  }
  return {
    deleted: ours.map(({ name }) => name),
    leftAlone: found.filter((alarm) => !isOurs(alarm)).map(({ name }) => name),
  };
}
