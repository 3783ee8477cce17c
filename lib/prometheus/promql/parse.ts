import type { SyntaxNode, Tree } from '@lezer/common';
import { nearest } from '../../text/nearest';
import { parseDuration } from './duration';
import type { Expression, Grouping, Matcher, Matching, MatchOperator, Selector } from './expression';
import { AGGREGATIONS, FUNCTIONS } from './functions';
import { numberOf, stringOf } from './literals';
import { type Chain, levelOf, type Operator, operation } from './operations';
import { anchored } from './pattern';
import { type Problem, SyntaxProblem } from './problem';
import { typeProblems } from './types';

export interface Parsed {
  /** @default - it has problems */
  readonly expression?: Expression;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
}

// an ES module for the compiler, although it has a form that can be required
const grammar = () => require('@prometheus-io/lezer-promql') as { readonly parser: { parse(text: string): Tree } };

/** Reads an expression of PromQL and checks its types, as Prometheus does when it loads a rule. */
export function parsePromQl(text: string): Parsed {
  try {
    const expression = new Reader(text).read();
    const problems = typeProblems(expression);
    return problems.length === 0 ? { expression, problems } : { problems };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return { problems: [{ offset: error.offset, message: error.message }] };
  }
}

/** Syntax of releases after 2.42, or of what is not evaluated. */
const NOT_EVALUATED: Readonly<Record<string, string>> = {
  StepInvariantExpr: "the modifier '@' is not supported",
  AnchoredExpr: "the modifier 'anchored' is not supported",
  SmoothedExpr: "the modifier 'smoothed' is not supported",
  FillClause: "the modifier 'fill' is not supported",
  FillModifier: "the modifier 'fill' is not supported",
  QuotedLabelName: 'names in quotes are not supported',
  QuotedLabelMatcher: 'names in quotes are not supported',
};

class Reader {
  public constructor(private readonly text: string) {}

  public read(): Expression {
    if (this.text.trim() === '') throw new SyntaxProblem(0, 'the expression is empty');
    const { topNode } = grammar().parser.parse(this.text);
    this.#refuseErrors(topNode);
    const [expression] = childrenOf(topNode);
    if (expression === undefined) throw new SyntaxProblem(0, 'the expression is empty');
    return this.#expression(expression);
  }

  #refuseErrors(top: SyntaxNode): void {
    const cursor = top.cursor();
    do {
      if (cursor.type.isError) this.#refuse(cursor.node);
    } while (cursor.next());
  }

  #refuse(node: SyntaxNode): never {
    const rest = this.text.slice(node.from);
    const called = /(?:^|[^\w:.])([A-Za-z_]\w*)\s*$/.exec(this.text.slice(0, node.from))?.[1];
    if (rest.startsWith('(') && called !== undefined && FUNCTIONS[called] === undefined)
      throw new SyntaxProblem(node.from - called.length, unknownFunction(called));
    const found = /^\s*([\w.:]+|\S)/.exec(rest);
    if (found === null) throw new SyntaxProblem(node.from, 'the expression ends too early');
    throw new SyntaxProblem(node.from + found[0].length - (found[1] as string).length, `unexpected '${found[1]}'`);
  }

  #expression(node: SyntaxNode): Expression {
    const { from, to } = node;
    const parts = childrenOf(node);
    const [first] = parts;
    switch (node.name) {
      case 'ParenExpr':
        return { ...this.#expression(first as SyntaxNode), from, to };
      case 'StringLiteral':
        return { kind: 'string', value: this.#string(node), from, to };
      case 'VectorSelector':
        return this.#selector(node);
      case 'MatrixSelector':
      case 'SubqueryExpr':
      case 'OffsetExpr':
      case 'UnaryExpr':
      case 'BinaryExpr':
      case 'NumberDurationLiteral':
        return operation(this.#chain(node));
      case 'FunctionCall':
        return this.#call(node);
      case 'AggregateExpr':
        return this.#aggregation(node);
      default:
        throw new SyntaxProblem(from, NOT_EVALUATED[node.name] ?? `'${this.#textOf(node)}' is not supported`);
    }
  }

  #selector(node: SyntaxNode): Selector {
    const { from, to } = node;
    const identifier = node.getChild('Identifier');
    const list = node.getChild('LabelMatchers');
    const matchers = list === null ? [] : childrenOf(list).map((each) => this.#matcher(each));
    const name = identifier === null ? undefined : this.#textOf(identifier);
    if (name !== undefined && matchers.some(({ label }) => label === '__name__'))
      throw new SyntaxProblem(from, 'the name of the metric is given twice');
    const [own, ...others] = matchers.filter(({ label, operator }) => label === '__name__' && operator === '=');
    const isNamed =
      name === undefined && own !== undefined && others.length === 0 && /^[A-Za-z_:][\w:]*$/.test(own.value);
    const rest = isNamed ? matchers.filter((each) => each !== own) : matchers;
    if (name === undefined && !matchers.some(isRestrictive))
      throw new SyntaxProblem(from, 'a selector needs a name, or a label that is not empty');
    const named = isNamed ? own.value : name;
    return { kind: 'selector', ...(named !== undefined && { name: named }), matchers: rest, offset: 0, from, to };
  }

  #matcher(node: SyntaxNode): Matcher {
    if (node.name !== 'UnquotedLabelMatcher')
      throw new SyntaxProblem(node.from, NOT_EVALUATED[node.name] ?? `'${this.#textOf(node)}' is not supported`);
    const [label, operator, value] = childrenOf(node) as [SyntaxNode, SyntaxNode, SyntaxNode];
    const matcher: Matcher = {
      label: this.#textOf(label),
      operator: this.#textOf(operator) as MatchOperator,
      value: this.#string(value),
    };
    if (matcher.operator.endsWith('~') && anchored(matcher.value) === undefined)
      throw new SyntaxProblem(value.from, `${this.#textOf(value)} is no regular expression of RE2`);
    return matcher;
  }

  /**
   * The grammar is made for editors, and groups otherwise than Prometheus: `a + b offset 1m` as `(a + b) offset 1m`, `-3 ^ a` as
   * `(-3) ^ a`. So its operations are taken apart; a range or an offset belongs to the operand before it.
   */
  #chain(node: SyntaxNode): Chain {
    const parts = childrenOf(node);
    const [first, second] = parts as [SyntaxNode, SyntaxNode];
    if (node.name === 'UnaryExpr')
      return [{ sign: this.#textOf(first) as '+' | '-', from: node.from }, ...this.#chain(second)];
    if (node.name === 'BinaryExpr')
      return [...this.#chain(first), this.#operator(node), ...this.#chain(parts.at(-1) as SyntaxNode)];
    const sign = node.name === 'NumberDurationLiteral' ? /^[-+]/.exec(this.#textOf(node)) : null;
    if (sign !== null) {
      return [{ sign: sign[0] as '+' | '-', from: node.from }, this.#number(node, 1)];
    }
    const suffix = this.#suffix(node);
    if (suffix === undefined)
      return [node.name === 'NumberDurationLiteral' ? this.#number(node) : this.#expression(node)];
    const chain = this.#chain(first);
    return [...chain.slice(0, -1), suffix(chain.at(-1) as Expression)];
  }

  /** What makes a range, a subquery or an earlier time of an operand. */
  #suffix(node: SyntaxNode): ((operand: Expression) => Expression) | undefined {
    const { name, to } = node;
    const [first = 0, second] = ['MatrixSelector', 'SubqueryExpr', 'OffsetExpr'].includes(name)
      ? childrenOf(node)
          .slice(name === 'OffsetExpr' ? -1 : 1)
          .map((each) => this.#duration(each, name !== 'OffsetExpr'))
      : [];
    switch (name) {
      case 'MatrixSelector':
        return (of) => {
          if (of.kind === 'selector') return { kind: 'range', selector: of, range: first, from: of.from, to };
          throw new SyntaxProblem(of.from, 'a range is of a metric only; of an expression, write a subquery: [1h:1m]');
        };
      case 'SubqueryExpr':
        return (of) => ({
          ...{ kind: 'subquery', of, range: first, ...(second !== undefined && { step: second }), offset: 0 },
          ...{ from: of.from, to },
        });
      case 'OffsetExpr':
        return (of) => shifted(of, first, to);
      default:
        return undefined;
    }
  }

  #call(node: SyntaxNode): Expression {
    const { from, to } = node;
    const name = this.#textOf(node.getChild('FunctionIdentifier') as SyntaxNode);
    if (FUNCTIONS[name] === undefined) throw new SyntaxProblem(from, unknownFunction(name));
    return { kind: 'call', name, args: this.#arguments(node), from, to };
  }

  #aggregation(node: SyntaxNode): Expression {
    const { from, to } = node;
    const operator = this.#textOf(node.getChild('AggregateOp') as SyntaxNode).toLowerCase();
    if (!Object.hasOwn(AGGREGATIONS, operator)) throw new SyntaxProblem(from, `'${operator}' is not supported`);
    const args = this.#arguments(node);
    const wanted = AGGREGATIONS[operator] === undefined ? 1 : 2;
    if (args.length !== wanted)
      throw new SyntaxProblem(
        from,
        `'${operator}' takes ${wanted} ${wanted === 1 ? 'argument' : 'arguments'}, not ${args.length}`,
      );
    const modifier = node.getChild('AggregateModifier');
    const grouping: Grouping = {
      without: modifier?.getChild('Without') != null,
      labels: modifier === null ? [] : this.#labels(modifier.getChild('GroupingLabels') as SyntaxNode),
    };
    const [parameter, of] = wanted === 1 ? [undefined, args[0]] : args;
    return {
      kind: 'aggregation',
      operator,
      of: of as Expression,
      ...(parameter !== undefined && { parameter }),
      grouping,
      from,
      to,
    };
  }

  #arguments(node: SyntaxNode): Expression[] {
    return childrenOf(node.getChild('FunctionCallBody') as SyntaxNode).map((each) => this.#expression(each));
  }

  #operator(node: SyntaxNode): Operator {
    const parts = childrenOf(node);
    const clause = parts.find(({ name }) => name === 'MatchingModifierClause');
    const fill = parts.find(({ name }) => name in NOT_EVALUATED && name.startsWith('Fill'));
    if (fill !== undefined) throw new SyntaxProblem(fill.from, NOT_EVALUATED[fill.name] as string);
    const sign = parts[1] as SyntaxNode;
    const operator = this.#textOf(sign).toLowerCase();
    if (levelOf(operator) < 0) throw new SyntaxProblem(sign.from, `the operator '${operator}' is not supported`);
    return {
      operator,
      returnsBool: parts.some(({ name }) => name === 'BoolModifier'),
      ...(clause !== undefined && { matching: this.#matching(clause) }),
    };
  }

  #matching(clause: SyntaxNode): Matching {
    const [labels = [], include = []] = clause.getChildren('GroupingLabels').map((each) => this.#labels(each));
    const many = (clause.getChild('GroupLeft') && 'left') ?? (clause.getChild('GroupRight') && 'right') ?? undefined;
    return { on: clause.getChild('On') !== null, labels, ...(many !== undefined && { many }), include };
  }

  #labels(list: SyntaxNode): string[] {
    return childrenOf(list).map((each) => {
      if (each.name !== 'LabelName') throw new SyntaxProblem(each.from, NOT_EVALUATED['QuotedLabelName'] as string);
      return this.#textOf(each);
    });
  }

  /** @param skipped characters of a sign before it */
  #number({ from, to }: SyntaxNode, skipped = 0): Expression {
    const text = this.text.slice(from + skipped, to);
    const value = numberOf(text);
    if (value === undefined) throw new SyntaxProblem(from, `'${text}' is no number`);
    return { kind: 'number', value, from: from + skipped, to };
  }

  #string(node: SyntaxNode): string {
    const value = stringOf(this.#textOf(node));
    if (value === undefined) throw new SyntaxProblem(node.from, `${this.#textOf(node)} has an unknown escape sequence`);
    return value;
  }

  /** Milliseconds. */
  #duration(node: SyntaxNode, isPositive = false): number {
    const text = this.#textOf(node).replaceAll(/\s/g, '');
    const [, sign, digits = ''] = /^([+-]?)(.*)$/.exec(text) ?? [];
    const seconds = /^[\d.]+$/.test(digits) ? Number(digits) * 1000 : undefined;
    const milliseconds = parseDuration(digits) ?? seconds;
    if (milliseconds === undefined) throw new SyntaxProblem(node.from, `'${text}' is no duration, such as 5m`);
    if (isPositive && (milliseconds === 0 || sign === '-'))
      throw new SyntaxProblem(node.from, 'the duration has to be greater than 0');
    return sign === '-' ? -milliseconds : milliseconds;
  }

  #textOf = ({ from, to }: SyntaxNode): string => this.text.slice(from, to);
}

function shifted(of: Expression, offset: number, to: number): Expression {
  if (of.kind === 'range') return { ...of, selector: { ...of.selector, offset }, to };
  if (of.kind === 'selector' || of.kind === 'subquery') return { ...of, offset, to };
  throw new SyntaxProblem(of.from, "'offset' follows a metric or a subquery, and no other expression");
}

/** Without comments. */
function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
}

/** Whether it leaves out series without the label: a selector of all series is refused. */
function isRestrictive({ operator, value }: Matcher): boolean {
  const matchesEmpty = operator.endsWith('~') ? anchored(value)?.test('') === true : value === '';
  return operator.startsWith('!') ? matchesEmpty : !matchesEmpty;
}

function unknownFunction(name: string): string {
  const meant = nearest(name, [...Object.keys(FUNCTIONS), ...Object.keys(AGGREGATIONS)]);
  return `the function '${name}' is not known${meant === undefined ? '' : `; did you mean '${meant}'?`}`;
}
