import type { Alarm } from './model';

/** Finds alarms by ARN or by name, as composite rules reference them. */
export class AlarmIndex<Indexed extends Pick<Alarm, 'arn' | 'name' | 'stack'> = Alarm> {
  readonly #byReference = new Map<string, Indexed[]>();

  public constructor(alarms: readonly Indexed[]) {
    for (const alarm of alarms) {
      for (const reference of [alarm.arn, alarm.name]) {
        this.#byReference.set(reference, [...(this.#byReference.get(reference) ?? []), alarm]);
      }
    }
  }

  /** Where several stacks have an alarm of that name, the one in `stack`. */
  public find(reference: string, stack: string): Indexed | undefined {
    const found = this.#byReference.get(reference) ?? [];
    return found.find((alarm) => alarm.stack === stack) ?? found[0];
  }
}
