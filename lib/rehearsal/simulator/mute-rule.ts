import { type MuteRule, NotModelled } from './model';
import { offsetOf, timeWhenClocksShow } from './time-zone';

const MINUTE = 60;
/** Clocks are set by at most so much. */
const CLOCKS_SET = 2 * 3600;

/**
 * When the mute rules stop that mute an alarm at a time; undefined if none does.
 *
 * @param horizon what is beyond is not looked at: rules may mute for ever
 * @throws NotModelled
 */
export function mutedUntil(
  rules: readonly MuteRule[],
  alarm: string,
  time: number,
  horizon: number,
): number | undefined {
  const own = rules.filter(({ alarms }) => alarms.includes(alarm));
  let end: number | undefined;
  // a window may begin before another ends
  for (let next = latestEnd(own, time); next !== undefined; next = latestEnd(own, next)) {
    end = next;
    if (end > horizon) break;
  }
  return end;
}

function latestEnd(rules: readonly MuteRule[], time: number): number | undefined {
  const ends = rules.flatMap((rule) => endOf(rule, time) ?? []);
  return ends.length === 0 ? undefined : Math.max(...ends);
}

function endOf(rule: MuteRule, time: number): number | undefined {
  const { timeZone = 'UTC', startDate, expireDate } = rule;
  const local = time + offsetOf(timeZone, time);
  if (startDate !== undefined && local < clockTime(startDate)) return undefined;
  const duration = durationOf(rule.duration);
  const start = latestStart(rule.schedule, { time, local, duration, timeZone });
  if (start === undefined) return undefined;
  const expires =
    expireDate === undefined ? Number.POSITIVE_INFINITY : timeWhenClocksShow(clockTime(expireDate), timeZone);
  // clocks may be set meanwhile: the duration is what passes, not what they show
  const end = Math.min(start + duration, expires);
  return end > time ? end : undefined;
}

interface Moment {
  readonly time: number;
  /** What clocks show then. */
  readonly local: number;
  readonly duration: number;
  readonly timeZone: string;
}

/** The last time before a time at which a schedule begins; of those that come again, only within `duration`. */
function latestStart(schedule: string, { time, local, duration, timeZone }: Moment): number | undefined {
  const once = /^at\((.+)\)$/.exec(schedule)?.[1];
  if (once !== undefined) {
    const start = timeWhenClocksShow(clockTime(once), timeZone);
    return start <= time ? start : undefined;
  }
  const cron = cronOf(schedule);
  const first = local - duration - CLOCKS_SET;
  for (let shown = Math.floor((local + CLOCKS_SET) / MINUTE) * MINUTE; shown > first; shown -= MINUTE) {
    if (!cron(new Date(shown * 1000))) continue;
    const start = timeWhenClocksShow(shown, timeZone);
    if (start <= time) return start;
  }
  return undefined;
}

/** A clock's time as if it were UTC. */
function clockTime(text: string): number {
  const time = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(time)) throw new NotModelled(`The time '${text}' of a mute rule`);
  return time / 1000;
}

function durationOf(text: string): number {
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (match === null) throw new NotModelled(`The duration '${text}' of a mute rule`);
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * MINUTE + seconds;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Minutes, hours, days of the month, months, days of the week: `*`, `,` and `-`, and English names. */
function cronOf(schedule: string): (date: Date) => boolean {
  const fields = /^cron\((.+)\)$/.exec(schedule)?.[1]?.trim().split(/\s+/) ?? [];
  if (fields.length !== 5) throw new NotModelled(`The schedule '${schedule}'`);
  const [minute, hour, day, month, weekDay] = fields as [string, string, string, string, string];
  const matches = (field: string, value: number, names: readonly string[] = [], first = 0): boolean =>
    field.split(',').some((part) => {
      if (part === '*') return true;
      const numbers = part.split('-').map((each) => {
        const named = names.indexOf(each.toUpperCase());
        const number = named >= 0 ? named + first : Number(each);
        if (!Number.isInteger(number)) throw new NotModelled(`The schedule '${schedule}'`);
        return number;
      });
      const [from = Number.NaN, to = from] = numbers;
      return from <= value && value <= to;
    });
  return (date) => {
    if (!matches(minute, date.getUTCMinutes()) || !matches(hour, date.getUTCHours())) return false;
    if (!matches(month, date.getUTCMonth() + 1, MONTHS, 1)) return false;
    const onDay = matches(day, date.getUTCDate());
    const onWeekDay = matches(weekDay, date.getUTCDay(), DAYS) || (date.getUTCDay() === 0 && matches(weekDay, 7, DAYS));
    // as in cron: where both days are given, either is enough
    return day === '*' || weekDay === '*' ? onDay && onWeekDay : onDay || onWeekDay;
  };
}
