import { type Expression, parse } from '../support/evaluator/expression';
import { expressionsOf, type MetricAlarm } from '../support/evaluator/model';

type Kind = 'number' | 'series' | 'list';

/** "We recommend that you do not use this function in CloudWatch alarms", of the guide to metric math. */
const ADVISED_AGAINST = ['RUNNING_SUM', 'REMOVE_EMPTY', 'DATAPOINT_COUNT', 'MAX', 'MIN', 'STDDEV'];
/** The same, "if you want the function to return a scalar". */
const ADVISED_AGAINST_OF_ONE_SERIES = ['AVG', 'SUM'];
/** Documented, and not advised against. */
const DOCUMENTED = [
  ...['ABS', 'CEIL', 'FLOOR', 'LOG', 'LOG10', 'DIFF', 'DIFF_TIME', 'RATE', 'IF', 'FILL', 'PERIOD', 'TIME_SERIES'],
  ...[
    'MINUTE',
    'HOUR',
    'DAY',
    'DATE',
    'MONTH',
    'YEAR',
    'EPOCH',
    'METRICS',
    'METRIC_COUNT',
    'FIRST',
    'LAST',
    'SORT',
    'SLICE',
  ],
  'ANOMALY_DETECTION_BAND',
];
const LOGICAL = ['AND', 'OR', '&&', '||'];
const COMPARING = ['==', '!=', '<=', '>=', '<', '>'];

/** What in an alarm's metric math AWS does not document, or advises against in alarms. */
export function undocumentedConstructs(alarm: MetricAlarm): string[] {
  const found: string[] = [];
  const expressions = expressionsOf(alarm);
  const all = alarm.DatapointsToAlarm === undefined || alarm.DatapointsToAlarm >= alarm.EvaluationPeriods;

  const kindOf = (node: Expression): Kind => {
    switch (node.kind) {
      case 'number':
        return 'number';
      case 'id': {
        const helper = expressions.get(node.id);
        return helper === undefined ? 'series' : kindOf(parse(helper));
      }
      case 'list':
        if (node.items.map(kindOf).includes('number')) found.push('a number in an array');
        return 'list';
      case 'operator':
        return ofOperator(node.operator, kindOf(node.left), kindOf(node.right));
      case 'call':
        return ofCall(node.name, node.args);
    }
  };

  const ofOperator = (operator: string, left: Kind, right: Kind): Kind => {
    if (LOGICAL.includes(operator) && (left === 'number') !== (right === 'number'))
      found.push(`number ${operator} series`);
    if (COMPARING.includes(operator) && [left, right].includes('list')) found.push(`array ${operator}`);
    if (left === 'list' && right === 'list') found.push(`array ${operator} array`);
    return [left, right].includes('list') ? 'list' : [left, right].includes('series') ? 'series' : 'number';
  };

  const ofCall = (name: string, args: readonly Expression[]): Kind => {
    const [first, ...others] = args
      .filter((arg) => !(arg.kind === 'id' && /^(REPEAT|LINEAR)$/.test(arg.id)))
      .map(kindOf);
    if (ADVISED_AGAINST.includes(name)) found.push(name);
    else if (ADVISED_AGAINST_OF_ONE_SERIES.includes(name)) {
      if (first !== 'list') found.push(`${name} of one series`);
    } else if (!DOCUMENTED.includes(name)) found.push(`${name}, which is no function`);
    if (name === 'FILL' && all) found.push('FILL where M is N');
    if (name === 'PERIOD' && args.some((arg) => arg.kind !== 'id' || expressions.has(arg.id)))
      found.push('PERIOD of an expression');
    if (name === 'IF' && first === 'number' && others.includes('number')) found.push('IF of numbers alone');
    if (['AVG', 'SUM', 'MAX', 'MIN', 'STDDEV'].includes(name)) return first === 'list' ? 'series' : 'number';
    if (['DATAPOINT_COUNT', 'METRIC_COUNT', 'PERIOD'].includes(name)) return 'number';
    if (['METRICS', 'SORT', 'SLICE'].includes(name)) return 'list';
    return 'series';
  };

  for (const expression of expressions.values()) kindOf(parse(expression));
  return [...new Set(found)];
}
