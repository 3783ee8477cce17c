import { type AlarmRule, alarmsIn, parseAlarmRule } from '../../../lib/rehearsal/simulator/alarm-rule';

const alarm = (name: string): AlarmRule => ({ is: 'state', state: 'ALARM', alarm: name });

test.each<[string, AlarmRule]>([
  ['ALARM("a")', alarm('a')],
  ['ALARM(stack/orders/rule)', alarm('stack/orders/rule')],
  ['ALARM("say \\"no\\"")', alarm('say "no"')],
  [
    'OK("a") OR INSUFFICIENT_DATA("b")',
    {
      is: 'or',
      operands: [
        { is: 'state', state: 'OK', alarm: 'a' },
        { is: 'state', state: 'INSUFFICIENT_DATA', alarm: 'b' },
      ],
    },
  ],
  [
    'ALARM("a") OR ALARM("b") AND ALARM("c")',
    { is: 'or', operands: [alarm('a'), { is: 'and', operands: [alarm('b'), alarm('c')] }] },
  ],
  [
    '(ALARM("a") OR ALARM("b")) AND ALARM("c")',
    { is: 'and', operands: [{ is: 'or', operands: [alarm('a'), alarm('b')] }, alarm('c')] },
  ],
  ['NOT ALARM("a") AND ALARM("b")', { is: 'and', operands: [{ is: 'not', operand: alarm('a') }, alarm('b')] }],
  [
    'TRUE \n AND\tNOT (FALSE)',
    {
      is: 'and',
      operands: [
        { is: 'constant', value: true },
        { is: 'not', operand: { is: 'constant', value: false } },
      ],
    },
  ],
  ['AT_LEAST(2, ALARM, ("a", b, "c"))', { is: 'atLeast', amount: '2', state: 'ALARM', alarms: ['a', 'b', 'c'] }],
  ['AT_LEAST(1, NOT OK, (a, b))', { is: 'atLeast', amount: '1', state: 'OK', negated: true, alarms: ['a', 'b'] }],
  ['AT_LEAST(50%, OK, (a, b))', { is: 'atLeast', amount: '50%', state: 'OK', alarms: ['a', 'b'] }],
])('parses %s', (text, expected) => {
  expect(parseAlarmRule(text)).toEqual(expected);
});

test.each([
  '',
  'ALARM',
  'ALARM(',
  'ALARM("a"',
  'ALARM("a") AND',
  'ALARM("a") ALARM("b")',
  'RED("a")',
  '"ALARM"("a"',
  'ALARM("a',
  'NOT',
  '()',
  'AT_LEAST(2, ALARM, ())',
  'AT_LEAST(2, RED, (a, b))',
  ' ALARM(a)',
  'ALARM(a)\n',
  'AT_LEAST(0, ALARM, (a, b))',
  'AT_LEAST(-1, ALARM, (a, b))',
  'AT_LEAST(3, ALARM, (a, b))',
  'AT_LEAST(1.5, ALARM, (a, b))',
  'AT_LEAST(0%, ALARM, (a, b))',
  'AT_LEAST(101%, ALARM, (a, b))',
  'AT_LEAST(33.3%, ALARM, (a, b))',
])('takes %p for no rule', (text) => {
  expect(parseAlarmRule(text)).toBeUndefined();
});

test('names each alarm of a rule once', () => {
  const rule = parseAlarmRule('ALARM("a") OR NOT (OK("b") AND ALARM("a")) OR AT_LEAST(1, OK, (c, b)) OR TRUE');

  expect(rule && alarmsIn(rule)).toEqual(['a', 'b', 'c']);
});
