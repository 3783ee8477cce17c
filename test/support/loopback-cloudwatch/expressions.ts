import { type Expression, parse } from '../evaluator/expression';
import { type Gappy, type Slow, SlowMath, type Tree } from '../evaluator/slow-math';
import type { Behaviour } from './behaviour';

/** What CloudWatch says to an input that it does not take. */
export class Invalid extends Error {}

const WORDS = ['REPEAT', 'LINEAR', 'ASC', 'DESC'];
const LOGICAL = ['AND', 'OR', '&&', '||'];

/** An expression with all that it refers to put in its place. Metrics keep their ids. */
export function treeOf(id: string, expressions: ReadonlyMap<string, string>, metrics: readonly string[]): Tree {
  const known = new Map<string, Tree>();
  const named = (name: string, by: string): Tree => {
    if (metrics.includes(name)) return { metric: name };
    if (WORDS.includes(name)) return { word: name };
    const text = expressions.get(name);
    if (text === undefined) throw new Invalid(`Error in expression '${by}': ID '${name}' not found`);
    const tree = known.get(name) ?? convert(parsed(text, name), name);
    known.set(name, tree);
    return tree;
  };
  const convert = (expression: Expression, by: string): Tree => {
    switch (expression.kind) {
      case 'number':
        return { number: expression.value };
      case 'id':
        return named(expression.id, by);
      case 'list':
        return { array: expression.items.map((item) => convert(item, by)) };
      case 'call':
        return { call: expression.name, args: expression.args.map((arg) => convert(arg, by)) };
      case 'operator':
        return {
          operator: expression.operator,
          left: convert(expression.left, by),
          right: convert(expression.right, by),
        };
    }
  };
  return named(id, id);
}

function parsed(text: string, id: string): Expression {
  try {
    return parse(text);
  } catch (error) {
    throw new Invalid(`Error in expression '${id}': ${(error as Error).message}`);
  }
}

/** What is named twice is evaluated once. */
class CheckedMath extends SlowMath {
  readonly #known = new Map<Tree, Slow>();

  public constructor(
    metrics: Readonly<Record<string, Gappy>>,
    length: number,
    seconds: number,
    private readonly behaviour: Behaviour,
    startOf?: (index: number) => number,
  ) {
    super(metrics, length, seconds, behaviour, startOf);
  }

  public override value(tree: Tree): Slow {
    const known = this.#known.get(tree);
    if (known !== undefined) return known;
    this.#check(tree);
    const value = super.value(tree);
    this.#known.set(tree, value);
    return value;
  }

  #check(tree: Tree): void {
    if (!('operator' in tree) || !LOGICAL.includes(tree.operator) || this.behaviour.mixedLogic === 'accepted') return;
    const [left, right] = [this.value(tree.left), this.value(tree.right)].map((each) =>
      'scalar' in each ? 'Scalar' : 'TimeSeries',
    );
    if (left !== right) throw new Invalid(`Unsupported operand type(s) for ${tree.operator}: '[${left}, ${right}]'`);
  }
}

/** One value per period. */
export function evaluate(
  tree: Tree,
  metrics: Readonly<Record<string, Gappy>>,
  frame: { readonly length: number; readonly seconds: number; readonly startOf?: (index: number) => number },
  behaviour: Behaviour,
): Gappy {
  const value = new CheckedMath(metrics, frame.length, frame.seconds, behaviour, frame.startOf).value(tree);
  if ('series' in value) return value.series;
  throw new Invalid('The return value of the expression must be TimeSeries or Array[TimeSeries]');
}
