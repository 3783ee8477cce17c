import { COMPARISONS, type Expression, partsOf, SET_OPERATORS, type ValueType } from './expression';
import { AGGREGATIONS, FUNCTIONS, type Signature } from './functions';
import type { Problem } from './problem';

/** What an expression evaluates to. */
export function typeOf(expression: Expression): ValueType {
  switch (expression.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'range':
    case 'subquery':
      return 'matrix';
    case 'call':
      return FUNCTIONS[expression.name]?.returns ?? 'vector';
    case 'negation':
      return typeOf(expression.of);
    case 'binary':
      return typeOf(expression.left) === 'scalar' && typeOf(expression.right) === 'scalar' ? 'scalar' : 'vector';
    case 'selector':
    case 'aggregation':
      return 'vector';
  }
}

const NAMES: Readonly<Record<ValueType, string>> = {
  scalar: 'a number',
  string: 'a string',
  vector: 'an instant vector',
  matrix: 'a range vector, such as x[5m]',
};

/** Uses of values where others are expected, in the order of the text. */
export function typeProblems(expression: Expression): Problem[] {
  const problems: Problem[] = [];
  const check = (each: Expression): void => {
    for (const part of partsOf(each)) check(part);
    problems.push(...problemsOf(each));
  };
  check(expression);
  return problems.sort((one, other) => one.offset - other.offset);
}

function problemsOf(expression: Expression): Problem[] {
  switch (expression.kind) {
    case 'call': {
      const signature = FUNCTIONS[expression.name] as Signature;
      return [...countProblems(expression, signature), ...argumentProblems(expression, signature)];
    }
    case 'aggregation': {
      const { operator, of, parameter } = expression;
      const wanted = AGGREGATIONS[operator];
      return [
        ...expected(of, 'vector', `'${operator}'`),
        ...(parameter === undefined || wanted === undefined ? [] : expected(parameter, wanted, `'${operator}'`)),
      ];
    }
    case 'subquery':
      return expected(expression.of, 'vector', 'a subquery');
    case 'negation':
      return isOperand(expression.of)
        ? []
        : [{ offset: expression.from, message: "'-' takes a number or an instant vector" }];
    case 'binary':
      return operationProblems(expression);
    default:
      return [];
  }
}

function countProblems({ name, args, from }: Expression & { kind: 'call' }, signature: Signature): Problem[] {
  const most = signature.repeats ? Number.POSITIVE_INFINITY : signature.args.length;
  const least = signature.args.length - (signature.repeats ? 1 : (signature.optional ?? 0));
  if (args.length >= least && args.length <= most) return [];
  const wanted = least === most ? `${least}` : signature.repeats ? `at least ${least}` : `${least} to ${most}`;
  return [{ offset: from, message: `'${name}' takes ${wanted} arguments, not ${args.length}` }];
}

function argumentProblems({ name, args }: Expression & { kind: 'call' }, signature: Signature): Problem[] {
  return args.flatMap((arg, index) => {
    const wanted = signature.args[index] ?? (signature.repeats ? signature.args.at(-1) : undefined);
    return wanted === undefined ? [] : expected(arg, wanted, `'${name}'`);
  });
}

function expected(given: Expression, wanted: ValueType, by: string): Problem[] {
  const type = typeOf(given);
  if (type === wanted) return [];
  return [{ offset: given.from, message: `${by} takes ${NAMES[wanted]} here, not ${NAMES[type]}` }];
}

const isOperand = (expression: Expression): boolean => ['scalar', 'vector'].includes(typeOf(expression));

function operationProblems(expression: Expression & { kind: 'binary' }): Problem[] {
  const { operator, left, right, returnsBool, matching, from } = expression;
  const problem = (message: string, offset = from): Problem => ({ offset, message });
  const wrong = [left, right].filter((side) => !isOperand(side));
  if (wrong.length > 0)
    return wrong.map((side) =>
      problem(`'${operator}' takes numbers and instant vectors, not ${NAMES[typeOf(side)]}`, side.from),
    );
  const scalars = [left, right].filter((side) => typeOf(side) === 'scalar').length;
  const isComparison = COMPARISONS.includes(operator);
  if (isComparison && scalars === 2 && !returnsBool) return [problem("a comparison of two numbers needs 'bool'")];
  if (!isComparison && returnsBool) return [problem(`'bool' has no meaning for '${operator}'`)];
  if (SET_OPERATORS.includes(operator)) {
    if (scalars > 0) return [problem(`'${operator}' takes instant vectors only`)];
    if (matching?.many !== undefined) return [problem(`'${operator}' takes no group_left or group_right`)];
  }
  if (matching === undefined) return [];
  if (scalars > 0 && matching.labels.length > 0) return [problem('labels are matched between instant vectors only')];
  const twice = matching.on ? matching.include.find((label) => matching.labels.includes(label)) : undefined;
  return twice === undefined
    ? []
    : [problem(`the label '${twice}' cannot be both in on() and taken from the other side`)];
}
