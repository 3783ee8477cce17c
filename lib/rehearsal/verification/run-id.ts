/** What the names of a run's alarms say about it: `20260304T091723Z-35m-0123abcd`. */
export interface RunFacts {
  /** Seconds since 1970. */
  readonly startedAt: number;
  /** How long it takes by its plan. */
  readonly minutes: number;
}

const FORM = '(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)Z-(\\d{1,4})m-[0-9a-f]{8}';
const RUN_ID = new RegExp(`^${FORM}$`);
/** At the start of a text. */
const RUN_ID_FIRST = new RegExp(`^${FORM}(?=-)`);

/** @param random eight hexadecimal digits, different for what starts in the same second */
export function runIdOf({ startedAt, minutes }: RunFacts, random: string): string {
  const time = new Date(startedAt * 1000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return `${time}Z-${minutes}m-${random}`;
}

export const isRunId = (text: string): boolean => RUN_ID.test(text);

/** The id that a text starts with; undefined if it starts with none. */
export const runIdIn = (text: string): string | undefined => RUN_ID_FIRST.exec(text)?.[0];

/** Throttling and errors of CloudWatch are waited out, and make a run longer than planned. */
const LATE_MINUTES = 60;

/** When a run is surely over, in seconds since 1970. */
export function overAt(id: string): number {
  const [, year, month, day, hour, minute, second, minutes] = RUN_ID.exec(id) ?? [];
  const startedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) / 1000;
  // a name with a time that does not exist was made by hand: it is never over by itself
  return Number.isNaN(startedAt) ? Number.POSITIVE_INFINITY : startedAt + 60 * (Number(minutes) + LATE_MINUTES);
}
