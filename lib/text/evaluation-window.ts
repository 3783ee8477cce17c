// How long and how often a condition has to hold, as preview, `explain`, the docs and alerts say it.

export interface EvaluationWindow {
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  /** Undefined: not known before deployment. */
  readonly periodSeconds?: number;
  /** The metric math whose result is compared. */
  readonly expression?: string;
}

/** A count that grows with the period, so that the text has to give the period's length. */
export function isTotal(statistics: readonly string[], isMath: boolean, unit: string | undefined): boolean {
  const counts = statistics.every((statistic) => statistic === 'Sum' || statistic === 'SampleCount');
  return counts && (!isMath || unit === 'count');
}

/** `in 3 of the last 15 minutes`, `per minute, for 5 minutes`, `over 5 minutes`. @param total as {@link isTotal} says */
export function windowInWords(window: EvaluationWindow, total: boolean): string {
  const { datapointsToAlarm: breaching, evaluationPeriods: of, periodSeconds } = window;
  if (periodSeconds === undefined) return `in ${breaching} of ${counted(of, 'period')} of unresolved length`;
  const newest = newestPeriods(window);
  if (newest >= of) return periodsInWords(breaching, of, periodSeconds, total);
  const ofNewest = periodsInWords(breaching, newest, periodSeconds, total);
  return `${ofNewest}, compared with the last ${withoutOne(of * periodSeconds)}`;
}

/** Baseline rules compare their newest periods with all those before, which never breach: see lib/rules/look-back.ts. */
function newestPeriods({ expression = '', evaluationPeriods }: EvaluationWindow): number {
  const newest = /\bi > MAX\(i\) - (\d+)/.exec(expression)?.[1];
  return newest === undefined ? evaluationPeriods : Number(newest);
}

function periodsInWords(breaching: number, of: number, periodSeconds: number, total: boolean): string {
  if (of === 1) return `${total ? 'in' : 'over'} ${secondsInWords(periodSeconds)}`;
  const per = perPeriod(periodSeconds);
  if (breaching >= of) return `${total ? `${per}, ` : ''}for ${secondsInWords(of * periodSeconds)}`;
  const unit = unitOfTime(periodSeconds);
  const length = periodSeconds / unit.seconds;
  if (length === 1) return `${total ? `${per}, ` : ''}in ${breaching} of the last ${counted(of, unit.name)}`;
  if (breaching === 1) return `${total ? 'in' : 'over'} any ${length} of the last ${counted(of * length, unit.name)}`;
  return `in ${breaching} of the last ${of} periods of ${secondsInWords(periodSeconds)}`;
}

const UNITS_OF_TIME = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3_600 },
  { name: 'minute', seconds: 60 },
];
const SECOND = { name: 'second', seconds: 1 };

/** The largest of which it is a whole number. */
const unitOfTime = (seconds: number) => UNITS_OF_TIME.find((unit) => seconds % unit.seconds === 0) ?? SECOND;

/** `5 minutes` */
export function secondsInWords(seconds: number): string {
  const unit = unitOfTime(seconds);
  return counted(seconds / unit.seconds, unit.name);
}

/** `per minute`, `per 5 minutes` */
const perPeriod = (seconds: number): string => `per ${withoutOne(seconds)}`;

const withoutOne = (seconds: number): string => secondsInWords(seconds).replace(/^1 /, '');

const counted = (count: number, noun: string): string => `${grouped(`${count}`)} ${count === 1 ? noun : `${noun}s`}`;

/** Thousands apart. `toLocaleString`, when first called, takes as long as a client of the SDK. */
export const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');
