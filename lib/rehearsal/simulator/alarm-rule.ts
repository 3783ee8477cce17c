/** The rule of a composite alarm, parsed. */
export type AlarmRule =
  | { readonly is: 'state'; readonly state: AlarmState; readonly alarm: string }
  | { readonly is: 'and' | 'or'; readonly operands: readonly AlarmRule[] }
  | { readonly is: 'not'; readonly operand: AlarmRule }
  | {
      readonly is: 'atLeast';
      /** Such as `2` or `50%`. */
      readonly amount: string;
      readonly state: AlarmState;
      /** Those count that are not in the state. */
      readonly negated?: true;
      readonly alarms: readonly string[];
    }
  | { readonly is: 'constant'; readonly value: boolean };

export type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

// a quoted name, a bracket or comma, or a run of other characters: an unquoted name may hold `/`, `:` and `-`
const TOKEN = /"((?:[^"\\]|\\.)*)"|([(),])|([^\s(),"]+)/y;

/** Undefined if the text is no rule, or names a function that is not known here. CloudWatch takes no space around a rule. */
export function parseAlarmRule(text: string): AlarmRule | undefined {
  if (text.trim() !== text) return undefined;
  const tokens = tokenize(text);
  if (tokens === undefined) return undefined;
  const parser = new RuleParser(tokens);
  const rule = parser.or();
  return parser.finished ? rule : undefined;
}

/** The names or ARNs of the alarms in a rule, each once. */
export function alarmsIn(rule: AlarmRule): string[] {
  const all = (): string[] => {
    switch (rule.is) {
      case 'state':
        return [rule.alarm];
      case 'atLeast':
        return [...rule.alarms];
      case 'not':
        return alarmsIn(rule.operand);
      case 'and':
      case 'or':
        return rule.operands.flatMap(alarmsIn);
      case 'constant':
        return [];
    }
  };
  return [...new Set(all())];
}

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex + (/^\s*/.exec(text.slice(pattern.lastIndex))?.[0].length ?? 0);
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [, quoted, bracket, word] = match;
    tokens.push(
      quoted === undefined
        ? { text: bracket ?? word ?? '', quoted: false }
        : { text: quoted.replace(/\\(.)/g, '$1'), quoted: true },
    );
  }
  return tokens;
}

const STATES: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] satisfies AlarmState[];
const isState = (text: string): text is AlarmState => STATES.includes(text);

/** A count of the alarms, or a whole percentage. */
function isAmount(text: string, alarms: number): boolean {
  const [, number, percent] = /^(\d+)(%?)$/.exec(text) ?? [];
  return number !== undefined && Number(number) >= 1 && Number(number) <= (percent === '%' ? 100 : alarms);
}

/** Twice the alarms that CloudWatch takes in a rule. Without a limit, a rule of nothing but brackets would end the process. */
const DEEPEST = 200;

/** NOT binds closer than AND, AND closer than OR. Each method gives undefined where the text is no rule. */
class RuleParser {
  #next = 0;
  #depth = 0;

  public constructor(private readonly tokens: readonly Token[]) {}

  public get finished(): boolean {
    return this.#next === this.tokens.length;
  }

  public or(): AlarmRule | undefined {
    return this.#chain('or', 'OR', () => this.#chain('and', 'AND', () => this.#unary()));
  }

  #chain(is: 'and' | 'or', operator: string, operand: () => AlarmRule | undefined): AlarmRule | undefined {
    const operands: AlarmRule[] = [];
    do {
      const next = operand();
      if (next === undefined) return undefined;
      operands.push(next);
    } while (this.#take(operator));
    return operands.length === 1 ? operands[0] : { is, operands };
  }

  #unary(): AlarmRule | undefined {
    if (++this.#depth > DEEPEST) return undefined;
    const rule = this.#negatedOrPlain();
    this.#depth -= 1;
    return rule;
  }

  #negatedOrPlain(): AlarmRule | undefined {
    if (this.#take('NOT')) {
      const operand = this.#unary();
      return operand && { is: 'not', operand };
    }
    if (this.#take('(')) {
      const inner = this.or();
      return this.#take(')') ? inner : undefined;
    }
    if (this.#take('TRUE')) return { is: 'constant', value: true };
    if (this.#take('FALSE')) return { is: 'constant', value: false };
    return this.#take('AT_LEAST') ? this.#atLeast() : this.#state();
  }

  #state(): AlarmRule | undefined {
    const state = this.#word();
    if (state === undefined || !isState(state) || !this.#take('(')) return undefined;
    const alarm = this.#word();
    return alarm !== undefined && this.#take(')') ? { is: 'state', state, alarm } : undefined;
  }

  #atLeast(): AlarmRule | undefined {
    if (!this.#take('(')) return undefined;
    const amount = this.#word();
    if (!this.#take(',')) return undefined;
    const negation = this.#take('NOT') ? ({ negated: true } as const) : {};
    const state = this.#word();
    if (amount === undefined || state === undefined || !isState(state)) return undefined;
    if (!this.#take(',') || !this.#take('(')) return undefined;
    const alarms: string[] = [];
    do {
      const alarm = this.#word();
      if (alarm === undefined) return undefined;
      alarms.push(alarm);
    } while (this.#take(','));
    if (!isAmount(amount, alarms.length)) return undefined;
    return this.#take(')') && this.#take(')') ? { is: 'atLeast', amount, state, ...negation, alarms } : undefined;
  }

  #take(text: string): boolean {
    const token = this.tokens[this.#next];
    if (token === undefined || token.quoted || token.text !== text) return false;
    this.#next += 1;
    return true;
  }

  #word(): string | undefined {
    const token = this.tokens[this.#next];
    if (token === undefined || (!token.quoted && '(),'.includes(token.text))) return undefined;
    this.#next += 1;
    return token.text;
  }
}
