import { durationText } from './duration';
import type { Binary, Expression, Matcher, Selector } from './expression';
import { bindsToTheRight, levelOf, OPERAND_LEVEL, SIGN_LEVEL } from './operations';

/** An expression as Prometheus would print it, with the parentheses that it needs. */
export function printPromQl(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return numberText(expression.value);
    case 'string':
      return JSON.stringify(expression.value);
    case 'selector':
      return `${selectorText(expression)}${offsetText(expression.offset)}`;
    case 'range':
      return `${selectorText(expression.selector)}[${durationText(expression.range)}]${offsetText(expression.selector.offset)}`;
    case 'subquery': {
      const { of, range, step, offset } = expression;
      const inner = of.kind === 'binary' || of.kind === 'negation' ? `(${printPromQl(of)})` : printPromQl(of);
      return `${inner}[${durationText(range)}:${step === undefined ? '' : durationText(step)}]${offsetText(offset)}`;
    }
    case 'call':
      return `${expression.name}(${expression.args.map(printPromQl).join(', ')})`;
    case 'aggregation': {
      const { operator, of, parameter, grouping } = expression;
      const args = parameter === undefined ? [of] : [parameter, of];
      const { without, labels } = grouping;
      const clause = without || labels.length > 0 ? ` ${without ? 'without' : 'by'} (${labels.join(', ')}) ` : '';
      return `${operator}${clause}(${args.map(printPromQl).join(', ')})`;
    }
    case 'negation':
      return `-${within(expression.of, SIGN_LEVEL + 1)}`;
    case 'binary':
      return binaryText(expression);
  }
}

const numberText = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';

function binaryText({ operator, left, right, returnsBool, matching }: Binary): string {
  const level = levelOf(operator);
  const isRightToLeft = bindsToTheRight(operator);
  const clause =
    matching === undefined
      ? ''
      : ` ${matching.on ? 'on' : 'ignoring'} (${matching.labels.join(', ')})` +
        (matching.many === undefined ? '' : ` group_${matching.many} (${matching.include.join(', ')})`);
  const words = `${operator}${returnsBool ? ' bool' : ''}${clause}`;
  return `${within(left, isRightToLeft ? level + 1 : level)} ${words} ${within(right, isRightToLeft ? level : level + 1)}`;
}

/** In parentheses if it binds less tightly. */
function within(expression: Expression, level: number): string {
  const text = printPromQl(expression);
  const own =
    expression.kind === 'binary'
      ? levelOf(expression.operator)
      : expression.kind === 'negation' || (expression.kind === 'number' && expression.value < 0)
        ? SIGN_LEVEL
        : OPERAND_LEVEL;
  return own < level ? `(${text})` : text;
}

function selectorText({ name = '', matchers }: Selector): string {
  if (matchers.length === 0) return name;
  return `${name}{${matchers.map(matcherText).join(', ')}}`;
}

const matcherText = ({ label, operator, value }: Matcher): string => `${label}${operator}${JSON.stringify(value)}`;

function offsetText(offset: number): string {
  if (offset === 0) return '';
  return ` offset ${offset < 0 ? '-' : ''}${durationText(Math.abs(offset))}`;
}
