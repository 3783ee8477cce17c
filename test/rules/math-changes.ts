/** Metric math with one thing changed. */
interface MathChange {
  readonly kind: 'number' | 'operator';
  readonly change: string;
  /** Also for other numbers in the same places, as other resources have. */
  readonly edit: (math: string) => string;
}

// numbers that are not a part of an id such as `t0`
const NUMBER = /(?<![\w.])\d+(?:\.\d+)?(?:e\+?\d+)?/g;
const OPERATOR =
  /(?<= )(?:[<>]=?|==|[-+*/]|AND|OR)(?= )|\b(?:MAX|MIN|SUM|AVG|STDDEV|DIFF|DIFF_TIME|RUNNING_SUM)(?=\()/g;

const ANOTHER: Record<string, string> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '==': '<=',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  AND: 'OR',
  OR: 'AND',
  MAX: 'MIN',
  MIN: 'MAX',
  SUM: 'AVG',
  AVG: 'MAX',
  STDDEV: 'AVG',
  DIFF: 'DIFF_TIME',
  DIFF_TIME: 'DIFF',
  RUNNING_SUM: 'DIFF',
};

/** Each number raised and lowered, each operator and function exchanged, one at a time. */
export function mathChanges(math: string): MathChange[] {
  const numbers = [...math.matchAll(NUMBER)].flatMap(([number], nth) =>
    [1, -1].map((direction) => ({
      kind: 'number' as const,
      change: `${number} (the ${nth + 1}.) ${direction > 0 ? 'raised' : 'lowered'}`,
      edit: (text: string) => replaceNth(text, NUMBER, nth, (found) => String(moved(Number(found), direction))),
    })),
  );
  const operators = [...math.matchAll(OPERATOR)].map(([operator], nth) => ({
    kind: 'operator' as const,
    change: `${operator} (the ${nth + 1}.) exchanged`,
    edit: (text: string) => replaceNth(text, OPERATOR, nth, (found) => ANOTHER[found] as string),
  }));
  return [...numbers, ...operators];
}

const moved = (number: number, direction: number): number =>
  Number.isInteger(number) && number < 1000 ? number + direction : number * (1 + 0.1 * direction);

function replaceNth(text: string, pattern: RegExp, nth: number, edit: (found: string) => string): string {
  let index = 0;
  return text.replaceAll(pattern, (found) => (index++ === nth ? edit(found) : found));
}
