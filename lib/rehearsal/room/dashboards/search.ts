import type { MetricIdentity } from '../../simulator/model';
import { NotModelled } from '../../simulator/model';

type Test = (metric: MetricIdentity) => boolean;

/**
 * Compiles the text of a SEARCH expression, such as `{AWS/SQS,QueueName} MetricName="NumberOfMessagesSent" orders`.
 *
 * @throws NotModelled where it says something that is not known here
 */
export function parseSearch(text: string): Test {
  const { schema, rest } = schemaOf(text);
  const tokens = tokensOf(rest);
  const parser = new SearchParser(tokens, text);
  const filter = tokens.length === 0 ? () => true : parser.whole();
  return (metric) => schema(metric) && filter(metric);
}

function schemaOf(text: string): { readonly schema: Test; readonly rest: string } {
  const match = /^\s*\{([^}]*)\}/.exec(text);
  if (match === null) return { schema: () => true, rest: text };
  const [namespace, ...names] = wordsOf(match[1] as string);
  return {
    schema: (metric) => {
      const own = Object.keys(metric.dimensions);
      return metric.namespace === namespace && own.length === names.length && names.every((name) => own.includes(name));
    },
    rest: text.slice(match[0].length),
  };
}

const wordsOf = (list: string): string[] =>
  [...list.matchAll(/"([^"]*)"|([^,\s][^,]*)/g)].map(([, quoted, plain]) => quoted ?? (plain as string).trim());

type Token =
  | { readonly is: 'sign'; readonly text: string }
  | { readonly is: 'word'; readonly text: string; readonly isExact: boolean };

function tokensOf(text: string): Token[] {
  const found = text.matchAll(/"([^"]*)"|([()=])|([^\s()="]+)/g);
  return [...found].map(([, quoted, sign, word]) => {
    if (sign !== undefined) return { is: 'sign', text: sign };
    if (word !== undefined && ['AND', 'OR', 'NOT'].includes(word.toUpperCase())) {
      return { is: 'sign', text: word.toUpperCase() };
    }
    return { is: 'word', text: quoted ?? (word as string), isExact: quoted !== undefined };
  });
}

/** OR binds looser than AND, which may be left out. */
class SearchParser {
  #next = 0;

  public constructor(
    private readonly tokens: readonly Token[],
    private readonly text: string,
  ) {}

  public whole(): Test {
    const test = this.#either();
    if (this.#next < this.tokens.length) this.#refuse();
    return test;
  }

  #either(): Test {
    const tests = [this.#all()];
    while (this.#take('OR')) tests.push(this.#all());
    return (metric) => tests.some((test) => test(metric));
  }

  #all(): Test {
    const tests = [this.#single()];
    while (this.#next < this.tokens.length && !this.#isAhead('OR') && !this.#isAhead(')')) {
      this.#take('AND');
      tests.push(this.#single());
    }
    return (metric) => tests.every((test) => test(metric));
  }

  #single(): Test {
    if (this.#take('NOT')) {
      const test = this.#single();
      return (metric) => !test(metric);
    }
    if (this.#take('(')) {
      const test = this.#either();
      if (!this.#take(')')) this.#refuse();
      return test;
    }
    const word = this.#word();
    return this.#take('=') ? this.#property(word.text) : matching(word, textsOf);
  }

  /** `QueueName="orders"`, `MetricName=Sent`, `QueueName=("a" OR "b")`. */
  #property(name: string): Test {
    const texts = (metric: MetricIdentity): string[] => propertyOf(metric, name);
    if (!this.#take('(')) return matching(this.#word(), texts);
    const tests = [matching(this.#word(), texts)];
    while (this.#take('OR')) tests.push(matching(this.#word(), texts));
    if (!this.#take(')')) this.#refuse();
    return (metric) => tests.some((test) => test(metric));
  }

  #word(): Token & { is: 'word' } {
    const token = this.tokens[this.#next++];
    return token?.is === 'word' ? token : this.#refuse();
  }

  #isAhead(sign: string): boolean {
    const token = this.tokens[this.#next];
    return token?.is === 'sign' && token.text === sign;
  }

  #take(sign: string): boolean {
    if (!this.#isAhead(sign)) return false;
    this.#next++;
    return true;
  }

  #refuse(): never {
    throw new NotModelled(`The search '${this.text}'`);
  }
}

function propertyOf(metric: MetricIdentity, name: string): string[] {
  if (name === 'MetricName') return [metric.name];
  if (name === 'Namespace') return [metric.namespace];
  const value = metric.dimensions[name];
  return value === undefined ? [] : [value];
}

const textsOf = ({ namespace, name, dimensions }: MetricIdentity): string[] => [
  namespace,
  name,
  ...Object.entries(dimensions).flat(),
];

/** In quotes, the whole text; without, a run of its tokens: CloudWatch splits `CPUUtilization` into `CPU` and `Utilization`. */
function matching({ text, isExact }: Token & { is: 'word' }, texts: (metric: MetricIdentity) => string[]): Test {
  if (isExact) return (metric) => texts(metric).includes(text);
  const wanted = splitTokens(text).join(' ');
  return (metric) => texts(metric).some((each) => ` ${splitTokens(each).join(' ')} `.includes(` ${wanted} `));
}

const splitTokens = (text: string): string[] =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((token) => token !== '');
