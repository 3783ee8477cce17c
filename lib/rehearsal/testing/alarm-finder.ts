import { nearest } from '../../text/nearest';
import type { Alarm } from '../assembly/model';

/** A name that matches no alarm, or several. The message names similar ones. */
export class UnknownAlarm extends Error {
  public constructor(message: string) {
    super(message);
    this.name = 'UnknownAlarm';
  }
}

/** Of the names in one message. */
const MOST_NAMED = 5;

/** Finds alarms by their name, or a suffix of it that no other alarm has. */
export class AlarmFinder {
  public constructor(private readonly alarms: readonly Alarm[]) {}

  /** @throws UnknownAlarm */
  public find(name: string): Alarm {
    const matches = [
      (alarm: Alarm) => alarm.name === name || alarm.arn === name,
      (alarm: Alarm) => alarm.name.endsWith(`/${name}`),
      (alarm: Alarm) => alarm.name.endsWith(name),
    ];
    for (const match of matches) {
      const found = this.alarms.filter(match);
      if (found.length > 1)
        throw new UnknownAlarm(
          `'${name}' matches ${listed(found.map(({ name, stack }) => `${name} (stack ${stack})`))}.`,
        );
      if (found[0] !== undefined) return found[0];
    }
    throw new UnknownAlarm(`there is no alarm '${name}'. ${this.#advice(name)}`);
  }

  #advice(name: string): string {
    const segments = name.split('/').length;
    const endings = this.alarms.map((alarm) => alarm.name.split('/').slice(-segments).join('/'));
    const meant = nearest(name, [...new Set([...endings, ...this.alarms.map((alarm) => alarm.name)])]);
    if (meant !== undefined) return `Did you mean '${meant}'?`;
    const last = name.split('/').at(-1) as string;
    const rule = nearest(last, [...new Set(this.alarms.map((alarm) => alarm.name.split('/').at(-1) as string))]);
    const alike = this.alarms.map((alarm) => alarm.name).filter((each) => each.endsWith(rule ?? '\0'));
    if (alike.length > 0) return `Similar names: ${listed(alike)}.`;
    return this.alarms.length === 0
      ? 'There are no alarms.'
      : `The alarms are: ${listed(this.alarms.map((alarm) => alarm.name))}.`;
  }
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return names.length > MOST_NAMED ? `${shown} and ${names.length - MOST_NAMED} more` : shown;
}
