import { CallError } from './call-error';

/** A value as DynamoDB's API has it: `{ S: 'x' }`. */
export type Value = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, Value>>;

/** What an expression refers to. */
export interface Bindings {
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Item;
}

type Step = string | number;
type Path = readonly Step[];

const TOKEN = /\s*(:\w+|#\w+|[A-Za-z_]\w*|\d+|<>|<=|>=|[=<>().,[\]+-])/y;

/** Whether an item meets a condition, filter or key condition. @throws CallError where it is none */
export function holds(expression: string, item: Item | undefined, bindings: Bindings): boolean {
  const reader = new Reader(expression, item ?? {}, bindings);
  return reader.whole(() => reader.condition());
}

/** An item after an update expression. @throws CallError where it is none */
export function updated(expression: string, item: Item, bindings: Bindings): Item {
  const reader = new Reader(expression, item, bindings);
  return reader.whole(() => reader.update());
}

/** The attributes that a projection names. @throws CallError where it names parts of them */
export function projected(expression: string, item: Item, bindings: Bindings): Item {
  const reader = new Reader(expression, item, bindings);
  const paths = reader.whole(() => reader.list(() => reader.path()));
  if (paths.some(({ length }) => length > 1)) throw reader.refusal('parts of attributes are not projected here');
  return Object.fromEntries(
    paths.flatMap(([name]) => (item[`${name}`] === undefined ? [] : [[name, item[`${name}`]]])),
  );
}

/** Evaluates an expression while it is read: they are short. */
class Reader {
  readonly #tokens: string[] = [];
  #next = 0;

  public constructor(
    private readonly text: string,
    private readonly item: Item,
    private readonly bindings: Bindings,
  ) {
    TOKEN.lastIndex = 0;
    for (let end = 0; end < text.trimEnd().length; end = TOKEN.lastIndex) {
      const [, token] = TOKEN.exec(text) ?? [];
      if (token === undefined) throw this.refusal(`'${text.slice(end, end + 10).trim()}' is not known`);
      this.#tokens.push(token);
    }
  }

  public whole<Result>(read: () => Result): Result {
    const result = read();
    if (this.#next < this.#tokens.length) throw this.refusal(`'${this.#tokens[this.#next]}' is too much`);
    return result;
  }

  public refusal(why: string): CallError {
    return new CallError('ValidationException', `Invalid expression '${this.text}': ${why}.`);
  }

  public condition(): boolean {
    let result = this.#all();
    while (this.#takes('OR')) result = this.#all() || result;
    return result;
  }

  #all(): boolean {
    let result = this.#not();
    while (this.#takes('AND')) result = this.#not() && result;
    return result;
  }

  #not(): boolean {
    return this.#takes('NOT') ? !this.#not() : this.#single();
  }

  #single(): boolean {
    if (this.#takes('(')) {
      const result = this.condition();
      this.#expect(')');
      return result;
    }
    const test = TESTS[this.#tokens[this.#next] ?? ''];
    if (test !== undefined && this.#tokens[this.#next + 1] === '(') {
      this.#next += 2;
      const found = this.list(() => this.#operand());
      this.#expect(')');
      return test(found[0], found[1]);
    }
    return this.#comparison(this.#operand());
  }

  #comparison(left: Value | undefined): boolean {
    if (this.#takes('BETWEEN')) {
      const least = this.#operand();
      this.#expect('AND');
      const greatest = this.#operand();
      return compare(left, least) >= 0 && compare(left, greatest) <= 0;
    }
    if (this.#takes('IN')) {
      this.#expect('(');
      const all = this.list(() => this.#operand());
      this.#expect(')');
      return all.some((each) => isSame(left, each));
    }
    const sign = this.#tokens[this.#next++] ?? '';
    const comparison = COMPARISONS[sign];
    if (comparison === undefined) throw this.refusal(`'${sign}' is no comparison`);
    return comparison(left, this.#operand());
  }

  #operand(): Value | undefined {
    const word = this.#tokens[this.#next] ?? '';
    if (word.startsWith(':')) {
      this.#next++;
      const value = this.bindings.values?.[word];
      if (value === undefined) throw this.refusal(`${word} has no value`);
      return value;
    }
    if (word === 'size' && this.#tokens[this.#next + 1] === '(') {
      this.#next += 2;
      const size = sizeOf(this.#operand());
      this.#expect(')');
      return size;
    }
    return valueAt(this.item, this.path());
  }

  public path(): Path {
    const steps: Step[] = [this.#name()];
    for (;;) {
      if (this.#takes('.')) steps.push(this.#name());
      else if (this.#takes('[')) {
        steps.push(Number(this.#tokens[this.#next++]));
        this.#expect(']');
      } else return steps;
    }
  }

  #name(): string {
    const word = this.#tokens[this.#next++] ?? '';
    if (!word.startsWith('#')) {
      if (/^\w+$/.test(word)) return word;
      throw this.refusal(`'${word}' is no name`);
    }
    const name = this.bindings.names?.[word];
    if (name === undefined) throw this.refusal(`${word} has no name`);
    return name;
  }

  public update(): Item {
    const result = structuredClone(this.item) as Record<string, Value>;
    while (this.#next < this.#tokens.length) {
      const word = (this.#tokens[this.#next++] ?? '').toUpperCase();
      if (word === 'SET') {
        this.list(() => {
          const path = this.path();
          this.#expect('=');
          place(result, path, this.#sum());
        });
      } else if (word === 'REMOVE') this.list(() => place(result, this.path(), undefined));
      else if (word === 'ADD' || word === 'DELETE') {
        this.list(() => {
          const path = this.path();
          place(result, path, changed(word, valueAt(this.item, path), this.#operand()));
        });
      } else throw this.refusal(`'${word}' is no clause`);
    }
    return result;
  }

  /** A value, or two added or subtracted. */
  #sum(): Value | undefined {
    const left = this.#setOperand();
    const sign = this.#takes('+') ? 1 : this.#takes('-') ? -1 : 0;
    if (sign === 0) return left;
    return { N: `${Number(left?.N) + sign * Number(this.#setOperand()?.N)}` };
  }

  #setOperand(): Value | undefined {
    const word = this.#tokens[this.#next];
    if ((word !== 'if_not_exists' && word !== 'list_append') || this.#tokens[this.#next + 1] !== '(') {
      return this.#operand();
    }
    this.#next += 2;
    const [first, second] = this.list(() => this.#setOperand());
    this.#expect(')');
    if (word === 'if_not_exists') return first ?? second;
    return { L: [...((first?.L ?? []) as []), ...((second?.L ?? []) as [])] };
  }

  public list<Element>(read: () => Element): Element[] {
    const elements = [read()];
    while (this.#takes(',')) elements.push(read());
    return elements;
  }

  /** Words are read in capital and small letters alike. */
  #takes(word: string): boolean {
    if (this.#tokens[this.#next]?.toUpperCase() !== word) return false;
    this.#next++;
    return true;
  }

  #expect(word: string): void {
    if (!this.#takes(word)) throw this.refusal(`'${word}' is missing`);
  }
}

type Test = (value: Value | undefined, argument: Value | undefined) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  attribute_exists: (value) => value !== undefined,
  attribute_not_exists: (value) => value === undefined,
  attribute_type: (value, type) => value !== undefined && Object.keys(value)[0] === type?.S,
  begins_with: (value, start) => typeof value?.S === 'string' && value.S.startsWith(String(start?.S)),
  contains: (value, part) => {
    if (typeof value?.S === 'string') return value.S.includes(String(part?.S));
    const all = (value?.SS ?? value?.NS ?? value?.BS ?? value?.L ?? []) as readonly unknown[];
    return all.some((each) => each === part?.S || each === part?.N || isSame(each as Value, part));
  },
};

const COMPARISONS: Readonly<Record<string, Test>> = {
  '=': (one, other) => isSame(one, other),
  '<>': (one, other) => !isSame(one, other),
  '<': (one, other) => compare(one, other) < 0,
  '<=': (one, other) => compare(one, other) <= 0,
  '>': (one, other) => compare(one, other) > 0,
  '>=': (one, other) => compare(one, other) >= 0,
};

function isSame(one: Value | undefined, other: Value | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (one.N !== undefined && other.N !== undefined) return Number(one.N) === Number(other.N);
  return JSON.stringify(one) === JSON.stringify(other);
}

/** NaN for values of different types, which have no order. */
export function compare(one: Value | undefined, other: Value | undefined): number {
  if (one?.N !== undefined && other?.N !== undefined) return Number(one.N) - Number(other.N);
  const [left, right] = [one?.S ?? one?.B, other?.S ?? other?.B];
  if (typeof left !== 'string' || typeof right !== 'string') return Number.NaN;
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function sizeOf(value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined;
  const [content] = Object.values(value);
  if (typeof content === 'string') return { N: `${Buffer.byteLength(content)}` };
  return { N: `${Object.keys(content as object).length}` };
}

function valueAt(item: Item, path: Path): Value | undefined {
  const [first, ...rest] = path;
  return rest.reduce<Value | undefined>(
    (value, step) => ((typeof step === 'number' ? value?.L : value?.M) as Record<Step, Value> | undefined)?.[step],
    item[`${first}`],
  );
}

/** Sets or removes what is at a path; what is around it has to be there. */
function place(item: Record<string, Value>, path: Path, value: Value | undefined): void {
  const last = path.at(-1) as Step;
  const around = path.length === 1 ? { M: item } : valueAt(item, path.slice(0, -1));
  const holder = (around?.M ?? around?.L) as Record<Step, Value> | Value[] | undefined;
  if (holder === undefined) {
    throw new CallError(
      'ValidationException',
      'The document path provided in the update expression is invalid for update',
    );
  }
  if (Array.isArray(holder)) {
    if (value === undefined) holder.splice(Number(last), 1);
    else holder[Math.min(Number(last), holder.length)] = value;
  } else if (value === undefined) delete holder[last];
  else holder[last] = value;
}

/** A number that was added to, a set that something was added to or deleted from. */
function changed(clause: 'ADD' | 'DELETE', before: Value | undefined, by: Value | undefined): Value | undefined {
  if (by?.N !== undefined) return { N: `${Number(before?.N ?? 0) + Number(by.N)}` };
  const type = (['SS', 'NS', 'BS'] as const).find((each) => by?.[each] !== undefined) ?? 'SS';
  const [old, some] = [before?.[type] ?? [], by?.[type] ?? []] as [string[], string[]];
  const left = clause === 'ADD' ? [...new Set([...old, ...some])] : old.filter((each) => !some.includes(each));
  return left.length === 0 ? undefined : { [type]: left };
}
