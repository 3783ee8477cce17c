import type { AlarmRule, AlarmState } from '../simulator/alarm-rule';

type NameOf = (reference: string) => string;

const STATES: Readonly<Record<AlarmState, (name: string) => string>> = {
  ALARM: (name) => name,
  OK: (name) => `${name} is OK`,
  INSUFFICIENT_DATA: (name) => `${name} has insufficient data`,
};
const PLURALS: Readonly<Record<AlarmState, string>> = {
  ALARM: '',
  OK: ' OK',
  INSUFFICIENT_DATA: ' without sufficient data',
};
const NEGATED_PLURALS: Readonly<Record<AlarmState, string>> = {
  ALARM: ' not in alarm',
  OK: ' not OK',
  INSUFFICIENT_DATA: ' with sufficient data',
};

/** A composite's rule in plain words; an alarm's name alone says that it is in ALARM. */
export function ruleInWords(rule: AlarmRule, nameOf: NameOf): string {
  switch (rule.is) {
    case 'state':
      return STATES[rule.state](nameOf(rule.alarm));
    case 'not':
      return `not ${nested(rule.operand, nameOf)}`;
    case 'atLeast':
      return `at least ${rule.amount} of ${rule.alarms.map(nameOf).join(', ')}${(rule.negated ? NEGATED_PLURALS : PLURALS)[rule.state]}`;
    case 'constant':
      return rule.value ? 'always' : 'never';
    case 'and':
    case 'or':
      return chainInWords(rule.is, rule.operands, nameOf);
  }
}

function chainInWords(is: 'and' | 'or', operands: readonly AlarmRule[], nameOf: NameOf): string {
  const isList =
    operands.length > 2 && operands.every((operand) => operand.is === 'state' && operand.state === 'ALARM');
  const parts = operands.map((operand) => nested(operand, nameOf));
  return isList ? `${is === 'or' ? 'any' : 'all'} of ${parts.join(', ')}` : parts.join(` ${is} `);
}

const nested = (rule: AlarmRule, nameOf: NameOf): string =>
  rule.is === 'and' || rule.is === 'or' ? `(${ruleInWords(rule, nameOf)})` : ruleInWords(rule, nameOf);
