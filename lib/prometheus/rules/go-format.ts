/** Numbers as Go's `fmt` writes them, which is how they appear in labels and annotations. */

/** `%v` of a float64: the fewest digits, with an exponent below 1e-4 and from 1e21 on. */
export function goNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  return power < -4 || power >= 21 ? `${digits}e${exponentText(power)}` : plain(value);
}

const exponentText = (power: number): string => `${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;

/** JavaScript writes an exponent below 1e-6 only. */
const plain = (value: number): string => String(value);

/** `%.4g`. */
export function significant(value: number, precision = 4): string {
  if (!Number.isFinite(value) || value === 0) return goNumber(value);
  const wanted = Math.max(1, precision);
  const [digits = '', exponent = '0'] = value.toExponential(wanted - 1).split('e');
  const power = Number(exponent);
  const short = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (power < -4 || power >= wanted) return `${short(digits)}e${exponentText(power)}`;
  return short(Number(value).toFixed(Math.max(0, wanted - 1 - power)));
}

/** Go's `Sprintf`, for strings and numbers. @throws Error for a verb that is not supported */
export function sprintf(format: string, values: readonly unknown[]): string {
  let next = 0;
  return format.replace(/%([-+ 0#]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g, (whole, flags, width, precision, verb) => {
    if (verb === '%') return '%';
    const value = values[next++];
    const text = formatted(verb, value, precision === undefined ? undefined : Number(precision));
    if (text === undefined) throw new Error(`printf "${whole}" is not supported`);
    const signed = flags.includes('+') && typeof value === 'number' && value >= 0 ? `+${text}` : text;
    if (width === undefined) return signed;
    if (flags.includes('-')) return signed.padEnd(Number(width));
    return signed.padStart(Number(width), flags.includes('0') ? '0' : ' ');
  });
}

function formatted(verb: string, value: unknown, precision: number | undefined): string | undefined {
  if (verb === 's' || verb === 'v')
    return typeof value === 'number' ? (verb === 'v' ? goNumber(value) : undefined) : String(value);
  if (verb === 'q' && typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'number') return undefined;
  if (!Number.isFinite(value)) return goNumber(value);
  if (verb === 'f') return value.toFixed(precision ?? 6);
  if (verb === 'g') return precision === undefined ? goNumber(value) : significant(value, precision);
  if (verb !== 'e') return undefined;
  const [digits = '', exponent = '0'] = value.toExponential(precision ?? 6).split('e');
  return `${digits}e${exponentText(Number(exponent))}`;
}
