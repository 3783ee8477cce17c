const SCALES: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** Three digits that matter: `1.23k`, `0.045`. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const [divisor, suffix] = SCALES.find(([scale]) => Math.abs(value) >= scale) ?? [1, ''];
  const digits = value / divisor;
  const text =
    Number.isInteger(digits) && Math.abs(digits) < 1000 ? String(digits) : String(Number(digits.toPrecision(3)));
  return `${text}${suffix}`;
}

const UNITS: Readonly<Record<string, string>> = {
  Percent: '%',
  Milliseconds: 'ms',
  Seconds: 's',
  Bytes: 'B',
  'Bytes/Second': 'B/s',
  'Count/Second': '/s',
  Days: 'd',
  Dollars: '$',
};

export const unitText = (unit: string | undefined): string => (unit === undefined ? '' : (UNITS[unit] ?? ''));

export function withUnit(value: number | undefined | null, unit?: string): string {
  if (value === undefined || value === null) return '–';
  const sign = unitText(unit);
  return sign === '' ? shortNumber(value) : `${shortNumber(value)} ${sign}`;
}

const part = (options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
  return (seconds: number): string => format.format(seconds * 1000);
};

export const hourMinute = part({ hour: '2-digit', minute: '2-digit' });
export const dayMonth = part({ day: 'numeric', month: 'short' });
export const dayHourMinute = part({
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** `3 h 20 min`. */
export function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
