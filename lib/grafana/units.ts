/** Units of CloudWatch, and of axes of Vigil's dashboards, as Grafana calls them. */
const UNITS: Readonly<Record<string, string>> = {
  Count: 'short',
  Percent: 'percent',
  Seconds: 's',
  Milliseconds: 'ms',
  Microseconds: 'µs',
  Days: 'd',
  Bytes: 'bytes',
  Kilobytes: 'kbytes',
  Megabytes: 'mbytes',
  Gigabytes: 'gbytes',
  Bits: 'bits',
  'Bytes/Second': 'binBps',
  'Bits/Second': 'bps',
  'Count/Second': 'cps',
  'Count/Minute': 'cpm',
  Dollars: 'currencyUSD',
};

/** Any other is written behind the value. */
export const grafanaUnit = (unit: string): string => UNITS[unit] ?? `suffix: ${unit}`;

const READ = new Map([
  ...Object.entries(UNITS).map(([unit, name]) => [name, unit] as const),
  ['ops', 'Count/Second'],
  ['reqps', 'Count/Second'],
  ['percentunit', 'Ratio'],
]);

/** The unit that an axis of CloudWatch says. */
export const unitOfGrafana = (name: string): string | undefined => READ.get(name);
