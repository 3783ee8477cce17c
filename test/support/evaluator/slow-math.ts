// A second interpreter of metric math, written to be obvious: no shared code, one point at a time, gaps are undefined.

export type Gappy = readonly (number | undefined)[];
export type Slow = { readonly scalar: number } | { readonly series: Gappy } | { readonly list: readonly Gappy[] };

/** What a test generates: always with all brackets when written. */
export type Tree =
  | { readonly number: number }
  | { readonly metric: string }
  | { readonly minus: Tree }
  | { readonly operator: string; readonly left: Tree; readonly right: Tree }
  | { readonly call: string; readonly args: readonly Tree[] }
  | { readonly word: string }
  | { readonly array: readonly Tree[] };

export function written(tree: Tree): string {
  if ('number' in tree) return String(tree.number);
  if ('metric' in tree) return tree.metric;
  if ('word' in tree) return tree.word;
  if ('minus' in tree) return `(-${written(tree.minus)})`;
  if ('array' in tree) return `[${tree.array.map(written).join(', ')}]`;
  if ('call' in tree) return `${tree.call}(${tree.args.map(written).join(', ')})`;
  return `(${written(tree.left)} ${tree.operator} ${written(tree.right)})`;
}

const usable = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
const real = (series: Gappy): number[] => series.filter((value) => value !== undefined);
const plus = (values: readonly number[]): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

function calculate(operator: string, a: number, b: number): number {
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (operator === '/') return a / b;
  if (operator === '^') return a ** b;
  if (operator === '==') return a === b ? 1 : 0;
  if (operator === '!=') return a === b ? 0 : 1;
  if (operator === '<') return a < b ? 1 : 0;
  if (operator === '>') return a > b ? 1 : 0;
  if (operator === '<=') return a <= b ? 1 : 0;
  if (operator === '>=') return a >= b ? 1 : 0;
  if (operator === 'AND' || operator === '&&') return a !== 0 && b !== 0 ? 1 : 0;
  return a !== 0 || b !== 0 ? 1 : 0;
}

function statistic(name: string, values: readonly number[]): number {
  if (name === 'DATAPOINT_COUNT') return values.length;
  if (values.length === 0) return Number.NaN;
  const mean = plus(values) / values.length;
  if (name === 'SUM') return plus(values);
  if (name === 'AVG') return mean;
  if (name === 'STDDEV') return Math.sqrt(plus(values.map((value) => (value - mean) ** 2)) / values.length);
  // by Math's own, which tell -0 from 0: what is divided by it has another sign
  return values.reduce((one, other) => (name === 'MIN' ? Math.min(one, other) : Math.max(one, other)));
}

/** Where a mean is taken, what is missing counts as 0, unless all is. */
function overGaps(name: string, points: Gappy, averageGaps = MANNERS.averageGaps): number {
  const known = real(points);
  const fills = averageGaps === 'zero' && known.length > 0 && (name === 'AVG' || name === 'STDDEV');
  return statistic(name, fills ? points.map((point) => point ?? 0) : known);
}

/** What AWS leaves open. */
export interface Manners {
  readonly averageGaps: 'zero' | 'skipped';
  readonly operandGaps: 'zero' | 'gap';
  readonly falseGaps: 'gap' | 'zero';
  readonly emptyFill: 'filled' | 'empty';
}

const MANNERS: Manners = { averageGaps: 'zero', operandGaps: 'zero', falseGaps: 'gap', emptyFill: 'filled' };

export class SlowMath {
  public constructor(
    private readonly metrics: Readonly<Record<string, Gappy>>,
    private readonly length: number,
    private readonly periodSeconds: number,
    private readonly manners: Manners = MANNERS,
    private readonly startOf: (index: number) => number = () => 0,
  ) {}

  public value(tree: Tree): Slow {
    if ('number' in tree) return { scalar: tree.number };
    if ('metric' in tree) return { series: this.metrics[tree.metric] as Gappy };
    if ('array' in tree) {
      return {
        list: tree.array.flatMap((item) => {
          const value = this.value(item);
          return 'list' in value ? value.list : [this.series(value)];
        }),
      };
    }
    if ('minus' in tree) return this.each(this.value(tree.minus), (value) => -value);
    if ('operator' in tree) return this.operation(tree.operator, this.value(tree.left), this.value(tree.right));
    if ('call' in tree) return this.call(tree.call, tree.args);
    throw new Error('a word alone');
  }

  private series(value: Slow): Gappy {
    if ('series' in value) return value.series;
    throw new Error('no series');
  }

  private each(value: Slow, change: (value: number) => number): Slow {
    if ('scalar' in value) return { scalar: change(value.scalar) };
    const over = (series: Gappy): Gappy =>
      series.map((point) => (point === undefined ? undefined : usable(change(point))));
    return 'series' in value ? { series: over(value.series) } : { list: value.list.map(over) };
  }

  private operation(operator: string, left: Slow, right: Slow): Slow {
    if ('scalar' in left && 'scalar' in right) return { scalar: calculate(operator, left.scalar, right.scalar) };
    if ('list' in left && 'list' in right) {
      return {
        list: left.list.map((one, index) =>
          this.series(this.operation(operator, { series: one }, { series: right.list[index] as Gappy })),
        ),
      };
    }
    if ('list' in left)
      return { list: left.list.map((one) => this.series(this.operation(operator, { series: one }, right))) };
    if ('list' in right)
      return { list: right.list.map((one) => this.series(this.operation(operator, left, { series: one }))) };
    const points: (number | undefined)[] = [];
    for (let index = 0; index < this.length; index++) {
      const a = 'scalar' in left ? left.scalar : left.series[index];
      const b = 'scalar' in right ? right.scalar : right.series[index];
      const needed = [...('scalar' in left ? [] : [a]), ...('scalar' in right ? [] : [b])];
      const isStrict = this.manners.operandGaps === 'gap' && ['+', '-', '*', '/', '^'].includes(operator);
      const known = isStrict ? !needed.includes(undefined) : needed.some((each) => each !== undefined);
      points.push(known ? usable(calculate(operator, a ?? 0, b ?? 0)) : undefined);
    }
    return { series: points };
  }

  private call(name: string, args: readonly Tree[]): Slow {
    const values = args.filter((arg) => !('word' in arg)).map((arg) => this.value(arg));
    const [first, second, third] = values;
    if (first === undefined) throw new Error('no argument');
    const ofEach = (change: (series: Gappy) => Gappy): Slow =>
      'list' in first ? { list: first.list.map(change) } : { series: change(this.series(first)) };
    const indices = Array.from({ length: this.length }, (_, index) => index);
    const latest = (series: Gappy, before: number): number =>
      indices.slice(0, before).findLast((index) => series[index] !== undefined) ?? -1;
    const differences = (change: (now: number, then: number, seconds: number) => number) =>
      ofEach((series) =>
        series.map((point, index) => {
          const then = latest(series, index);
          if (point === undefined || then < 0) return undefined;
          return usable(change(point, series[then] as number, (index - then) * this.periodSeconds));
        }),
      );
    switch (name) {
      case 'ABS':
        return this.each(first, Math.abs);
      case 'CEIL':
        return this.each(first, Math.ceil);
      case 'FLOOR':
        return this.each(first, Math.floor);
      case 'LOG':
        return this.each(first, Math.log);
      case 'LOG10':
        return this.each(first, Math.log10);
      case 'DIFF':
        return differences((now, then) => now - then);
      case 'DIFF_TIME':
        return differences((_now, _then, seconds) => seconds);
      case 'RATE':
        return differences((now, then, seconds) => (now - then) / seconds);
      case 'RUNNING_SUM':
        return ofEach((series) =>
          series.map((point, index) => (point === undefined ? undefined : plus(real(series.slice(0, index + 1))))),
        );
      case 'TIME_SERIES':
        return { series: indices.map(() => usable((first as { scalar: number }).scalar)) };
      case 'IF':
        return this.choice(first, second as Slow, third);
      case 'PERIOD':
        return { scalar: this.periodSeconds };
      case 'DAY':
        return { series: indices.map((index) => new Date(this.startOf(index) * 1000).getUTCDay() || 7) };
      case 'HOUR':
        return { series: indices.map((index) => new Date(this.startOf(index) * 1000).getUTCHours()) };
      case 'FILL': {
        const isEmpty = 'series' in first && real(first.series).length === 0;
        if (isEmpty && this.manners.emptyFill === 'empty') return first;
        const word = args[1] !== undefined && 'word' in args[1] ? args[1].word : undefined;
        return ofEach((series) => series.map((point, index) => point ?? this.filler(series, index, word, second)));
      }
      case 'FIRST':
      case 'LAST':
        return { series: (first as { list: Gappy[] }).list.at(name === 'FIRST' ? 0 : -1) as Gappy };
      default: {
        if (!('list' in first)) return { scalar: overGaps(name, this.series(first), this.manners.averageGaps) };
        return {
          series: indices.map((index) => {
            const points = real(first.list.map((series) => series[index]));
            if (points.length === 0) return name === 'DATAPOINT_COUNT' ? 0 : undefined;
            return usable(
              overGaps(
                name,
                first.list.map((series) => series[index]),
              ),
            );
          }),
        };
      }
    }
  }

  private choice(condition: Slow, yes: Slow, no: Slow | undefined): Slow {
    const at = (value: Slow | undefined, index: number): number | undefined =>
      value === undefined ? undefined : 'scalar' in value ? usable(value.scalar) : this.series(value)[index];
    if ('scalar' in condition) {
      const chosen = condition.scalar !== 0 ? yes : no;
      if (chosen !== undefined && 'series' in chosen) return chosen;
      if (no !== undefined && 'scalar' in yes && 'scalar' in no) return chosen as Slow;
      return { series: Array.from({ length: this.length }, (_, index) => at(chosen, index)) };
    }
    return {
      series: this.series(condition).map((holds, index) => {
        if (holds === undefined) return undefined;
        if (holds !== 0) return at(yes, index) ?? 0;
        const isSeries = no !== undefined && 'series' in no;
        return at(no, index) ?? (isSeries && this.manners.falseGaps === 'zero' ? 0 : undefined);
      }),
    };
  }

  private filler(series: Gappy, index: number, word: string | undefined, value: Slow | undefined): number | undefined {
    const before = series.slice(0, index).findLastIndex((point) => point !== undefined);
    if (word === 'REPEAT') return before < 0 ? undefined : series[before];
    if (word === 'LINEAR') {
      const after = series.findIndex((point, position) => position > index && point !== undefined);
      if (before < 0 || after < 0) return undefined;
      const [from, to] = [series[before] as number, series[after] as number];
      return from + ((to - from) * (index - before)) / (after - before);
    }
    if (value === undefined) return undefined;
    return 'scalar' in value ? usable(value.scalar) : this.series(value)[index];
  }
}
