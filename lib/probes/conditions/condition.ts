/** `[STATUS] == any(200, 429)`, parsed. */
export interface Condition {
  readonly left: Operand;
  readonly operator: Operator;
  readonly right: Operand;
}

export const OPERATORS = ['==', '!=', '<=', '>=', '<', '>'] as const;
export type Operator = (typeof OPERATORS)[number];

/** What a placeholder stands for, and which can have a path. */
export const PLACEHOLDERS = {
  STATUS: { hasPath: false },
  RESPONSE_TIME: { hasPath: false },
  IP: { hasPath: false },
  BODY: { hasPath: true },
  CONTEXT: { hasPath: true },
  CONNECTED: { hasPath: false },
  CERTIFICATE_EXPIRATION: { hasPath: false },
  DOMAIN_EXPIRATION: { hasPath: false },
  DNS_RCODE: { hasPath: false },
} as const satisfies Record<string, { readonly hasPath: boolean }>;
export type PlaceholderName = keyof typeof PLACEHOLDERS;

export interface Reference {
  readonly name: PlaceholderName;
  /** `[BODY].items[0].price` has the path `['items', 0, 'price']`. */
  readonly path: JsonPath;
}

/** Keys of objects and indices of lists. */
export type JsonPath = readonly (string | number)[];

export type Operand =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'value' | 'len' | 'has'; readonly reference: Reference }
  | { readonly kind: 'any'; readonly values: readonly string[] }
  | { readonly kind: 'pat'; readonly pattern: string };

/** The placeholders that a condition uses. */
export const placeholdersOf = ({ left, right }: Condition): PlaceholderName[] =>
  [left, right].flatMap((operand) => ('reference' in operand ? [operand.reference.name] : []));

/** A text that is no condition. */
export class ConditionError extends Error {
  /** @param index of the character in the condition at which the mistake is */
  public constructor(
    public readonly index: number,
    message: string,
  ) {
    super(message);
  }
}
