import { goNumber, significant, sprintf } from './go-format';

/** What a template computes with. */
export type TemplateValue = string | number | boolean | ReadonlyMap<string, string> | undefined;

type TemplateFunction = (args: readonly TemplateValue[]) => TemplateValue;

const LARGE = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
const BINARY = ['ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi'];
const SMALL = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];

function number(value: TemplateValue): number {
  const converted = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof converted !== 'number' || (Number.isNaN(converted) && typeof value === 'string'))
    throw new Error(`${textOf(value)} is no number`);
  return converted;
}

function scaled(
  value: number,
  prefixes: readonly string[],
  isEnough: (value: number) => boolean,
  factor: number,
): string {
  let prefix = '';
  let rest = value;
  for (const each of prefixes) {
    if (isEnough(Math.abs(rest))) break;
    prefix = each;
    rest *= factor;
  }
  return `${significant(rest)}${prefix}`;
}

const below = (limit: number) => (value: number) => value < limit;
const fromOne = (value: number): boolean => value >= 1;
const isSpecial = (value: number): boolean => value === 0 || !Number.isFinite(value);

function humanizeDuration(value: number): string {
  if (!Number.isFinite(value)) return significant(value);
  if (value === 0) return '0s';
  if (Math.abs(value) < 1) return `${scaled(value, SMALL, fromOne, 1000)}s`;
  const sign = value < 0 ? '-' : '';
  const whole = Math.trunc(Math.abs(value));
  const [days, hours, minutes, seconds] = [86_400, 3600, 60, 1].map(
    (unit, index) => Math.trunc(whole / unit) % ([Number.POSITIVE_INFINITY, 24, 60, 60][index] as number),
  ) as [number, number, number, number];
  if (days > 0) return `${sign}${days}d ${hours}h ${minutes}m ${seconds}s`;
  if (hours > 0) return `${sign}${hours}h ${minutes}m ${seconds}s`;
  if (minutes > 0) return `${sign}${minutes}m ${seconds}s`;
  return `${sign}${significant(Math.abs(value))}s`;
}

const isTrue = (value: TemplateValue): boolean =>
  typeof value === 'object' ? value.size > 0 : value !== undefined && value !== '' && value !== 0 && value !== false;

const compared =
  (holds: (order: number) => boolean): TemplateFunction =>
  ([one, other]) => {
    if (typeof one !== typeof other) throw new Error('incompatible types for comparison');
    return holds(one === other ? 0 : (one as number) < (other as number) ? -1 : 1);
  };

const onText =
  (change: (text: string) => string): TemplateFunction =>
  ([text]) =>
    change(textOf(text));

/** https://prometheus.io/docs/prometheus/2.42/configuration/template_reference/ */
export const TEMPLATE_FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  humanize: ([value]) => {
    const given = number(value);
    if (isSpecial(given)) return significant(given);
    return Math.abs(given) >= 1 ? scaled(given, LARGE, below(1000), 1 / 1000) : scaled(given, SMALL, fromOne, 1000);
  },
  humanize1024: ([value]) => {
    const given = number(value);
    return isSpecial(given) || Math.abs(given) <= 1 ? significant(given) : scaled(given, BINARY, below(1024), 1 / 1024);
  },
  humanizeDuration: ([value]) => humanizeDuration(number(value)),
  humanizePercentage: ([value]) => `${significant(number(value) * 100)}%`,
  humanizeTimestamp: ([value]) => {
    const given = number(value);
    if (!Number.isFinite(given)) return significant(given);
    const [date = '', fraction = ''] = new Date(given * 1000).toISOString().replace('T', ' ').slice(0, -1).split('.');
    const rest = fraction.replace(/0+$/, '');
    return `${date}${rest === '' ? '' : `.${rest}`} +0000 UTC`;
  },
  printf: ([format, ...values]) => sprintf(textOf(format), values),
  print: (values) => values.map(textOf).join(''),
  title: onText((text) => text.replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase())),
  toUpper: onText((text) => text.toUpperCase()),
  toLower: onText((text) => text.toLowerCase()),
  stripPort: onText((text) => text.replace(/:\d+$/, '')),
  reReplaceAll: ([pattern, replacement, text]) =>
    textOf(text).replace(new RegExp(textOf(pattern), 'gu'), textOf(replacement).replace(/\$\{?(\w+)\}?/g, '$$$1')),
  match: ([pattern, text]) => new RegExp(textOf(pattern), 'u').test(textOf(text)),
  eq: compared((order) => order === 0),
  ne: compared((order) => order !== 0),
  lt: compared((order) => order < 0),
  le: compared((order) => order <= 0),
  gt: compared((order) => order > 0),
  ge: compared((order) => order >= 0),
  and: (values) => values.find((value) => !isTrue(value)) ?? values.at(-1),
  or: (values) => values.find(isTrue) ?? values.at(-1),
  not: ([value]) => !isTrue(value),
};

export const isTruthy = isTrue;

/** As Go prints it. */
export function textOf(value: TemplateValue): string {
  if (typeof value === 'number') return goNumber(value);
  if (typeof value !== 'object') return value === undefined ? '' : String(value);
  const entries = [...value].sort(([one], [other]) => (one < other ? -1 : 1));
  return `map[${entries.map(([name, text]) => `${name}:${text}`).join(' ')}]`;
}
