/** What a clock and a calendar, UTC, say of a time in seconds; Monday is day 1. */
export const CALENDAR: Readonly<Record<string, (seconds: number) => number>> = {
  MINUTE: (seconds) => dateOf(seconds).getUTCMinutes(),
  HOUR: (seconds) => dateOf(seconds).getUTCHours(),
  DAY: (seconds) => ((dateOf(seconds).getUTCDay() + 6) % 7) + 1,
  DATE: (seconds) => dateOf(seconds).getUTCDate(),
  MONTH: (seconds) => dateOf(seconds).getUTCMonth() + 1,
  YEAR: (seconds) => dateOf(seconds).getUTCFullYear(),
  EPOCH: (seconds) => seconds,
};

const dateOf = (seconds: number): Date => new Date(seconds * 1000);
