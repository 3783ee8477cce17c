/** What a clock and a calendar, UTC, say of a time in seconds; Monday is day 1. */
export const CALENDAR: Readonly<Record<string, (seconds: number) => number>> = {
  MINUTE: (seconds) => Math.floor(seconds / 60) % 60,
  HOUR: (seconds) => Math.floor(seconds / 3600) % 24,
  // 1 January 1970 was a Thursday
  DAY: (seconds) => ((Math.floor(seconds / 86_400) + 3) % 7) + 1,
  DATE: (seconds) => dateOf(seconds).getUTCDate(),
  MONTH: (seconds) => dateOf(seconds).getUTCMonth() + 1,
  YEAR: (seconds) => dateOf(seconds).getUTCFullYear(),
  EPOCH: (seconds) => seconds,
};

const dateOf = (seconds: number): Date => new Date(seconds * 1000);
