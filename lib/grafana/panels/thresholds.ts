import { type JsonObject, numberIn, objectIn, objectsIn, textIn } from '../../rehearsal/assembly/json';

const FINE = 'green';
const WITHOUT_COLOUR = 'red';

interface Limit {
  readonly value: number;
  readonly color: string;
  /** Whether values below it are wrong, not those above it. */
  readonly isLower: boolean;
}

/** The horizontal annotations of a widget as steps: from each value on, the colour of what is exceeded there. */
export function stepsOf(properties: JsonObject): JsonObject[] {
  const limits = objectsIn(objectIn(properties.annotations).horizontal).flatMap(limitIn);
  const bounds = [...new Set(limits.map(({ value }) => value))].sort((one, other) => one - other);
  return [
    { color: colourIn(limits, Number.NEGATIVE_INFINITY), value: null },
    ...bounds.map((value) => ({ color: colourIn(limits, value), value })),
  ];
}

function limitIn({ value, color, fill, label }: JsonObject): Limit[] {
  const number = numberIn(value);
  if (number === undefined) return [];
  const isLower = fill === 'below' || (fill !== 'above' && / <=? /.test(textIn(label) ?? ''));
  return [{ value: number, color: textIn(color) ?? WITHOUT_COLOUR, isLower }];
}

/** Of the limits that values from there on exceed, the one that is exceeded furthest. */
function colourIn(limits: readonly Limit[], from: number): string {
  const upper = limits.filter(({ value, isLower }) => !isLower && from >= value);
  const lower = limits.filter(({ value, isLower }) => isLower && from < value);
  const furthest =
    upper.toSorted((one, other) => other.value - one.value)[0] ??
    lower.toSorted((one, other) => one.value - other.value)[0];
  return furthest?.color ?? FINE;
}
