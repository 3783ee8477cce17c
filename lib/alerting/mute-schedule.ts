interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

/** As CloudWatch has them: numbers, names, `*`, `-` and `,`. Sunday is 0 or 7. */
const FIELDS: readonly Field[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day', from: 1, to: 31 },
  {
    name: 'month',
    from: 1,
    to: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  { name: 'weekday', from: 0, to: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
];
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What is wrong with the schedule of a mute rule; undefined where it begins at some time. */
export function scheduleError(schedule: string): string | undefined {
  const once = /^at\((\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)\)$/.exec(schedule);
  if (once !== null) {
    return isTime(once[1] as string, once[2] as string)
      ? undefined
      : `'${schedule}' names no date and time that exist.`;
  }
  const parts = /^cron\((.*)\)$/.exec(schedule)?.[1]?.split(' ') ?? [];
  if (parts.length !== FIELDS.length) {
    return `'${schedule}' is not a schedule. Use cron(minute hour day month weekday), as in 'cron(0 2 * * SUN)', or 'at(2026-12-24T18:00)'.`;
  }
  const sets = FIELDS.map((field, index) => valuesOf(parts[index] as string, field));
  const wrong = sets.indexOf(undefined);
  if (wrong >= 0) {
    const { name, from, to, names } = FIELDS[wrong] as Field;
    const words = names === undefined ? '' : `, ${names[0]} to ${names.at(-1)}`;
    const around = aroundTheEnd(parts[wrong] as string, FIELDS[wrong] as Field);
    const instead = around === undefined ? '' : ` A range does not go around the end: write '${around}'.`;
    return `'${schedule}': '${parts[wrong]}' is not a ${name}. Use ${from} to ${to}${words}, '*', '-' and ','.${instead}`;
  }
  const [, , days = [], months = []] = sets as number[][];
  const isPossible = months.some((month) => days.some((day) => day <= (DAYS_IN_MONTH[month - 1] as number)));
  return isPossible || parts[4] !== '*' ? undefined : `'${schedule}' never begins: no such month has that day.`;
}

/** `SAT,SUN` for `SAT-SUN`; undefined for what is wrong otherwise. */
function aroundTheEnd(text: string, field: Field): string | undefined {
  const [first, last, more] = text.split('-');
  if (last === undefined || more !== undefined) return undefined;
  const [from] = rangeOf(first as string, field) ?? [];
  const [to] = rangeOf(last, field) ?? [];
  if (from === undefined || to === undefined || from <= to) return undefined;
  const { names = [], from: least, to: greatest } = field;
  const wordOf = (value: number): string => names[value - least] ?? String(value);
  const end = names.length === 0 ? greatest : least + names.length - 1;
  const part = (one: number, other: number): string =>
    one === other ? wordOf(one) : `${wordOf(one)}-${wordOf(other)}`;
  return `${part(from, end)},${part(least, to)}`;
}

/** All values of a field; undefined where it is none. */
function valuesOf(text: string, field: Field): number[] | undefined {
  const parts = text.split(',').map((part) => rangeOf(part, field));
  return parts.some((part) => part === undefined) ? undefined : (parts as number[][]).flat();
}

function rangeOf(part: string, { from, to, names = [] }: Field): number[] | undefined {
  if (part === '*') return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const numbers = part.split('-').map((each) => {
    const named = names.indexOf(each.toUpperCase());
    if (named >= 0) return named + from;
    return /^\d{1,2}$/.test(each) ? Number(each) : Number.NaN;
  });
  const [first = Number.NaN, last = first, more] = numbers;
  if (more !== undefined || !(from <= first && first <= last && last <= to)) return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** `Date` takes 31 February for 3 March. */
function isTime(day: string, time: string): boolean {
  const date = new Date(`${day}T${time}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${day}T${time}`);
}
