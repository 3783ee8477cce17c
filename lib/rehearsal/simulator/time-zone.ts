import { NotModelled } from './model';

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of a time zone are ahead of UTC at a time, in seconds: `Europe/Berlin`, `+05:30` or `UTC+05:30`. */
export function offsetOf(timeZone: string, time: number): number {
  const fixed = /^(?:UTC)?([+-])(\d\d):?(\d\d)$/.exec(timeZone);
  if (fixed !== null) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 3600 + Number(fixed[3]) * 60);
  const format = formats.get(timeZone) ?? formatIn(timeZone);
  formats.set(timeZone, format);
  const parts = Object.fromEntries(format.formatToParts(time * 1000).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - Math.floor(time);
}

/** @throws NotModelled for what is no time zone */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  } catch {
    throw new NotModelled(`The time zone '${timeZone}'`);
  }
}

/** When the clocks of a time zone show a time, given as if it were UTC. What they skip or show twice happens once. */
export function timeWhenClocksShow(local: number, timeZone: string): number {
  const guess = local - offsetOf(timeZone, local);
  return local - offsetOf(timeZone, guess);
}
