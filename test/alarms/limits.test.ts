import { type App, Duration, Stack } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { QueueOptions, RuleOptions, VigilProps } from '../../lib/index';
import { dimensionsOf, errorsOf, newApp, newStack, newVigil, Synthesized, watched } from '../support/synth';
import { addHttpApi, workQueue } from '../vigil/shop';

type Rules = { [id: string]: RuleOptions };

const errorsWith = (rules: Rules, options: QueueOptions = {}, props: Partial<VigilProps> = {}) => {
  const stack = newStack();
  newVigil(stack, { rules, ...props }).queue(workQueue(stack, 'Orders'), options);
  return errorsOf(stack.node.root as App);
};

const metric = (index: number) => new Metric({ namespace: 'Shop', metricName: `Metric${index}` });
const sumOf = (count: number) => {
  const usingMetrics = Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, metric(index)]));
  return new MathExpression({ expression: Object.keys(usingMetrics).join(' + '), usingMetrics });
};

describe('what CloudWatch would refuse', () => {
  test.each<[string, RuleOptions, string]>([
    [
      'a period that is none',
      { period: Duration.seconds(90) },
      "Orders: rule 'MessageAge': its period is 90 seconds; CloudWatch allows 10, 20, 30 or a multiple of 60 seconds. Change 'period'.",
    ],
    [
      'no period at all',
      { evaluationPeriods: 0, datapointsToAlarm: 0 },
      "Orders: rule 'MessageAge': it evaluates 0 periods; give a whole number of at least 1 as 'evaluationPeriods'.",
    ],
    [
      'more datapoints than periods',
      { evaluationPeriods: 3, datapointsToAlarm: 4 },
      "Orders: rule 'MessageAge': it needs 4 of 3 periods to breach; 'datapointsToAlarm' has to be between 1 and 3.",
    ],
    [
      'half a datapoint',
      { evaluationPeriods: 3, datapointsToAlarm: 1.5 },
      "Orders: rule 'MessageAge': it needs 1.5 of 3 periods to breach; 'datapointsToAlarm' has to be between 1 and 3.",
    ],
    [
      'more than a day of short periods',
      { evaluationPeriods: 97, period: Duration.minutes(15) },
      "Orders: rule 'MessageAge': its evaluation range is 1455 minutes, but CloudWatch allows 1440 for periods under an hour. Lower 'evaluationPeriods' or 'period'.",
    ],
    [
      'more than a week of long periods',
      { evaluationPeriods: 8, period: Duration.days(1) },
      "Orders: rule 'MessageAge': its evaluation range is 11520 minutes, but CloudWatch allows 10080 for periods of an hour or more. Lower 'evaluationPeriods' or 'period'.",
    ],
    [
      'more metrics than an expression may have',
      { metric: sumOf(11) },
      "Orders: rule 'MessageAge': its expression has 11 metrics, but CloudWatch allows 10 in an alarm. Give a 'metric' with fewer.",
    ],
    [
      'a longer expression than there may be',
      { metric: new MathExpression({ expression: `m0${' + m0'.repeat(500)}`, usingMetrics: { m0: metric(0) } }) },
      "Orders: rule 'MessageAge': its expression has 2502 characters, but CloudWatch allows 2048. Give a shorter 'metric'.",
    ],
    [
      'a threshold below zero',
      { threshold: -1 },
      "Orders: rule 'MessageAge': its threshold is -1, but a value in seconds is always from 0 to Infinity. Change 'threshold'.",
    ],
    ['a threshold that is no number', { threshold: Number.NaN }, 'rules.MessageAge.threshold: NaN is not a number.'],
  ])('%s', (_, options, message) => {
    expect(errorsWith({ MessageAge: { threshold: 600, ...options } })).toContain(message);
  });

  test.each<[string, string, string]>([
    ['an unknown function', 'FOO(m0)', 'there is no function FOO (at character 1).'],
    ['an unknown id', 'm0 + m9', "there is no metric or expression 'm9' (at character 6)."],
    [
      'a single number',
      'AVG(m0)',
      'it comes to a single number, but an alarm watches a time series. Compare or combine it with a series.',
    ],
    [
      'SEARCH',
      "SUM(SEARCH('{Shop} Metric0', 'Sum', 60)) + m0",
      'SEARCH is not supported in alarms. Name each metric, or use a Metrics Insights query.',
    ],
  ])('metric math: %s', (_, expression, message) => {
    const options = { metric: new MathExpression({ expression, usingMetrics: { m0: metric(0) } }) };

    expect(errorsWith({ MessageAge: { threshold: 600, ...options } })).toContain(
      `Orders: rule 'MessageAge': Metrics[1].Expression: ${message}`,
    );
  });

  test.each<[string, RuleOptions]>([
    ['a day of short periods', { evaluationPeriods: 96, period: Duration.minutes(15) }],
    ['a week of long ones', { evaluationPeriods: 7, period: Duration.days(1) }],
    ['a period of a week', { evaluationPeriods: 1, period: Duration.days(7) }],
    ['short periods that CloudWatch has', { evaluationPeriods: 3, period: Duration.seconds(10) }],
    ['ten metrics', { metric: sumOf(10) }],
    ['zero', { threshold: 0 }],
  ])('but not %s', (_, options) => {
    expect(errorsWith({ MessageAge: { threshold: 600, ...options } })).toEqual([]);
  });

  test('a percent over 100', () => {
    const stack = newStack();
    addHttpApi(stack);
    newVigil(stack, { rules: { TargetErrorRate: { threshold: 101 } } }).watch(stack);

    expect(errorsOf(stack.node.root as App)).toEqual([
      "Api: rule 'TargetErrorRate': its threshold is 101, but a value in percent is always from 0 to 100. Change 'threshold'.",
    ]);
  });
});

describe('texts that are too long', () => {
  test('a name', () => {
    const stack = new Stack(newApp(), 'S'.repeat(120));
    newVigil(stack).queue(workQueue(stack, 'Q'.repeat(130)), { rules: only('QueueStuck') });

    expect(errorsOf(stack.node.root as App)).toEqual([
      expect.stringMatching(
        /^S+\/Q+\/QueueStuck: its name has 262 characters, but CloudWatch allows 255\. Give the component a shorter 'label', or the stack a shorter name\.$/,
      ),
    ]);
  });

  test('a description', () => {
    const runbookUrl = `https://wiki.example.com/${'a'.repeat(1000)}`;

    expect(errorsWith({}, { rules: { ...only('QueueStuck'), QueueStuck: { runbookUrl } } })).toEqual([
      expect.stringMatching(
        /^Orders\/QueueStuck: its description has 1\d{3} characters, but CloudWatch allows 1024\. Shorten 'runbookBaseUrl' or the label of the component\.$/,
      ),
    ]);
  });
});

test('all errors are reported at once', () => {
  const rules = {
    QueueStuck: { threshold: -1, evaluationPeriods: 0 },
    UnusualQueueAge: { enabled: true, period: Duration.seconds(90) },
    MessageAge: { enabled: true },
    NoSuchRule: { threshold: 1 },
  };

  const errors = errorsWith(rules, { rules: { NoSuchRuleEither: { threshold: 1 } } }, { routes: [] });

  const expected = [
    /^Orders: rule 'QueueStuck': .* threshold/,
    /^Orders: rule 'QueueStuck': .* evaluates 0/,
    /^Orders: rule 'UnusualQueueAge' compares with its own past/,
    /^Orders: rule 'MessageAge' has no default threshold/,
    /^There is no rule 'NoSuchRule'/,
    /it has no rule 'NoSuchRuleEither'/,
    /^1 alarm of severity P1 would notify nobody/,
    /^2 alarms of severity P2 would notify nobody/,
  ];
  for (const message of expected) expect(errors).toContainEqual(expect.stringMatching(message));
});

describe('the composite of a component', () => {
  /** A queue with workers, in a stack and with a label of many characters. Only what pages is watched. */
  function synthesize(workers: number, characters: number): Synthesized {
    const stack = new Stack(newApp(), 'S'.repeat(characters));
    const queue = workQueue(stack, 'Orders');
    for (let index = 0; index < workers; index++) addWorker(stack, `Worker${index}`, queue);
    const rules = { ...onlyPaging, QueueStuck: { enabled: true } };
    newVigil(stack).queue(queue, { label: 'L'.repeat(characters), rules });
    return new Synthesized(stack.node.root as App);
  }

  function addWorker(stack: Stack, id: string, { queueArn: eventSourceArn }: Queue): void {
    const [role, runtime, handler] = ['arn:aws:iam::111122223333:role/worker', 'nodejs22.x', 'index.handler'];
    const { ref: functionName } = new CfnFunction(stack, id, { code: { zipFile: '//' }, role, runtime, handler });
    new CfnEventSourceMapping(stack, `${id}Mapping`, { eventSourceArn, functionName });
  }

  const onlyPaging: Rules = {};
  beforeAll(() => {
    const { alarms } = watched((stack) => {
      const queue = workQueue(stack, 'Orders');
      addWorker(stack, 'Worker', queue);
    });
    for (const { rule, severity } of alarms) {
      if (severity === 'P2') onlyPaging[rule.split('.').at(-1) as string] = { enabled: false };
    }
  });

  test('refuses more than 100 children', () => {
    expect(() => synthesize(101, 1)).toThrow(
      /S\/L\/Failing: its composite has 10\d children, but CloudWatch allows 100\. Use 'grouping: false', or put fewer/,
    );
  });

  test('refuses a longer rule than there may be, and warns while there is room', () => {
    expect(() => synthesize(60, 80)).toThrow(
      /Failing: its composite rule has 1\d{4} characters, but CloudWatch allows 10240\. Use 'grouping: false'/,
    );
    expect(synthesize(45, 80).warnings.join()).toMatch(
      /Failing has [89]\d{3} of at most 10240 characters in its composite rule\. Use 'grouping: false'/,
    );
    expect(synthesize(35, 80).warnings).toEqual([]);
  });
});

describe('a table with many indexes', () => {
  const tableWith = (indexes: number) =>
    watched((stack) => {
      const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
      for (let index = 0; index < indexes; index++) {
        table.addGlobalSecondaryIndex({
          indexName: `by-${String(index).padStart(2, '0')}`,
          partitionKey: { name: `key${index}`, type: AttributeType.STRING },
        });
      }
    });

  test.each([
    [0, 1],
    [4, 1],
    [5, 2],
    [9, 2],
    [10, 3],
    [20, 5],
  ])('%s of them: %s alarms watch every one, none with more than ten metrics', (indexes, alarms) => {
    const throttled = tableWith(indexes).alarms.filter(({ rule }) => rule.endsWith('TableThrottled'));
    const seen = throttled.flatMap((alarm) => dimensionsOf(alarm).flatMap((all) => all.GlobalSecondaryIndexName ?? []));

    expect(throttled).toHaveLength(alarms);
    expect(new Set(seen).size).toBe(indexes);
    for (const alarm of throttled) expect(dimensionsOf(alarm).length).toBeLessThanOrEqual(10);
  });

  test('keeps the logical ids of the others when one is added at the end', () => {
    const ids = (indexes: number) => tableWith(indexes).alarms.map(({ logicalId }) => logicalId);

    expect(ids(21)).toEqual(expect.arrayContaining(ids(20)));
  });
});

/** All rules of a queue are off, except for one. */
function only(rule: string): Rules {
  const { alarms } = watched((stack) => workQueue(stack, 'Orders'));
  const others = alarms.filter((alarm) => alarm.rule !== rule && !alarm.isComposite);
  return Object.fromEntries(others.map((alarm) => [alarm.rule.split('.')[0], { enabled: false }]));
}
