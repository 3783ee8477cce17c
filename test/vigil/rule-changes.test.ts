import { type App, CfnParameter, Duration, Stack, Stage } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { type RuleOptions, Severity, Vigil } from '../../lib/index';
import {
  errorsOf,
  newApp,
  newStack,
  newVigil,
  ONCALL,
  Synthesized,
  type SynthesizedAlarm,
  watched,
} from '../support/synth';
import { addQueue, addTable, workQueue } from './shop';

type Rules = { [id: string]: RuleOptions };

/** A shop with a queue and a table, watched with changes for all of it. */
const shopWith = (rules: Rules) =>
  watched(
    (stack) => {
      addQueue(stack);
      addTable(stack);
    },
    { rules },
  );

/** An alarm that is no child of a composite alarm, so that it has actions. */
const alarmWith = (rule: string, options: RuleOptions): SynthesizedAlarm =>
  watched((stack) => workQueue(stack, 'Orders'), { rules: { [rule]: options }, grouping: false }).alarm('Orders', rule);

describe('one rule', () => {
  const alarmOf = (options: RuleOptions) => alarmWith('QueueDepthHigh', { enabled: true, ...options });
  const usual = alarmOf({}).properties;

  test.each<[string, RuleOptions, Record<string, unknown>]>([
    ['threshold', { threshold: 900 }, { Threshold: 900 }],
    ['datapoints', { datapointsToAlarm: 2 }, { DatapointsToAlarm: 2 }],
    [
      'periods and datapoints',
      { evaluationPeriods: 6, datapointsToAlarm: 4 },
      { EvaluationPeriods: 6, DatapointsToAlarm: 4 },
    ],
    ['periods alone: all of them', { evaluationPeriods: 6 }, { EvaluationPeriods: 6, DatapointsToAlarm: 6 }],
    ['period', { period: Duration.minutes(10) }, { Period: 600 }],
    ['missing data', { treatMissingData: TreatMissingData.BREACHING }, { TreatMissingData: 'breaching' }],
  ])('%s', (_, options, expected) => {
    const { AlarmDescription: _description, ...changed } = alarmOf(options).properties;

    expect(changed).toEqual({ ...usual, ...expected, AlarmDescription: undefined });
    expect({ ...usual, ...expected }).not.toEqual(usual);
  });

  test.each<[string, RuleOptions]>([
    ['evaluationPeriods', { evaluationPeriods: 4 }],
    ['evaluationPeriods, even none', { evaluationPeriods: 0 }],
    ['period', { period: Duration.minutes(5) }],
  ])('one that compares with its own past keeps its %s', (_, options) => {
    expect(() => shopWith({ UnusualQueueAge: { enabled: true, ...options } })).toThrow(
      "rule 'UnusualQueueAge' compares with its own past, in periods of 15 minutes: change 'threshold' or 'datapointsToAlarm', or give another 'metric', but neither 'period' nor 'evaluationPeriods'.",
    );
  });

  test('and cannot need more of the newest periods than count', () => {
    expect(alarmWith('UnusualQueueAge', { enabled: true, datapointsToAlarm: 2 }).properties).toMatchObject({
      DatapointsToAlarm: 2,
      EvaluationPeriods: 96,
    });
    expect(() => shopWith({ UnusualQueueAge: { enabled: true, datapointsToAlarm: 4 } })).toThrow(
      /rule 'UnusualQueueAge': it needs 4 of 3 periods to breach; 'datapointsToAlarm' has to be between 1 and 3\./,
    );
  });

  test('a period of an expression', () => {
    const { Metrics } = alarmWith('QueueStuck', { period: Duration.minutes(30) }).properties;
    const periods = Metrics.flatMap(({ MetricStat }: { MetricStat?: { Period: number } }) => MetricStat?.Period ?? []);

    expect(new Set(periods)).toEqual(new Set([1800]));
  });

  test.each([
    [Severity.P1, ['P1']],
    [Severity.P2, ['P2']],
    [Severity.P3, []],
  ])('severity %s', (severity, topics) => {
    const alarm = alarmWith('QueueSlow', { severity });

    expect(alarm.severity).toBe(severity);
    expect(alarm.actions.map((action) => action.match(/P\d/)?.[0])).toEqual(topics);
  });

  test('the runbook', () => {
    const runbook = (options: RuleOptions) =>
      /\[Runbook\]\((.*?)\)/.exec(alarmWith('QueueSlow', options).description)?.[1];

    expect(runbook({ runbookUrl: 'https://wiki.example.com/slow' })).toBe('https://wiki.example.com/slow');
    expect(runbook({})).toMatch(/\/docs\/runbooks\/queueslow\.md$/);
  });

  test('switched off', () => {
    expect(shopWith({ QueueSlow: { enabled: false } }).names).toEqual(
      shopWith({}).names.filter((name) => !name.endsWith('QueueSlow')),
    );
  });

  test.each<[string, RuleOptions]>([
    ['enabled', { enabled: true }],
    ['with a threshold', { threshold: 5 }],
  ])('one that is off by default: %s', (_, options) => {
    expect(shopWith({}).names).not.toContain('Shop/Orders/QueueDepthHigh');
    expect(shopWith({ QueueDepthHigh: options }).names).toContain('Shop/Orders/QueueDepthHigh');
  });

  test('one without a default threshold exists when a threshold is given', () => {
    expect(shopWith({ MessageAge: { threshold: 120 } }).alarm('Orders', 'MessageAge').properties.Threshold).toBe(120);
    expect(() => shopWith({ MessageAge: { enabled: true } })).toThrow(
      /rule 'MessageAge' has no default threshold: give one, in seconds/,
    );
  });

  test('a threshold that is known at deployment', () => {
    const shop = watched((stack) => {
      const vigil = new Vigil(stack, 'Own', { environment: 'prod', routes: [ONCALL] });
      const threshold = new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber;
      vigil.queue(workQueue(stack, 'Orders'), { rules: { QueueStuck: { threshold } } });
    });

    expect(shop.alarm('Orders', 'QueueStuck').properties.Threshold).toEqual({ Ref: 'Seconds' });
  });
});

describe('whom a change is for', () => {
  test('from the general to the particular: the Vigil, a component by name, the component itself', () => {
    const stack = newStack();
    const [orders, returns, emails] = ['Orders', 'Returns', 'Emails'].map((id) => workQueue(stack, id));
    const vigil = newVigil(stack, {
      rules: {
        QueueStuck: { threshold: 500, severity: Severity.P2 },
        'Returns/QueueStuck': { threshold: 600 },
        'Emails/QueueStuck': { threshold: 650 },
      },
    });
    for (const queue of [orders, returns]) vigil.queue(queue as Queue);
    vigil.queue(emails as Queue, { rules: { QueueStuck: { threshold: 700 } } });

    const shop = new Synthesized(stack.node.root as App);

    const stuck = shop.alarms.filter(({ rule }) => rule === 'QueueStuck');
    expect(stuck.map(({ component, properties }) => [component, properties.Threshold])).toEqual(
      expect.arrayContaining([
        ['Orders', 500],
        ['Returns', 600],
        ['Emails', 700],
      ]),
    );
    expect(new Set(stuck.map(({ severity }) => severity))).toEqual(new Set(['P2']));
  });

  test('a component by its label', () => {
    const stack = newStack();
    newVigil(stack, { rules: { 'Incoming orders/QueueStuck': { threshold: 900 } } }).queue(workQueue(stack, 'Orders'), {
      label: 'Incoming orders',
    });

    const shop = new Synthesized(stack.node.root as App);

    expect(shop.alarm('Incoming orders', 'QueueStuck').properties.Threshold).toBe(900);
  });

  test('a change for what is not watched here is for another Vigil with the same profile', () => {
    expect(() =>
      shopWith({ ServerErrors: { threshold: 5 }, Failing: { runbookUrl: 'https://a.example.com' } }),
    ).not.toThrow();
  });
});

describe('changes that change nothing', () => {
  const errorsWith = (rules: Rules, own: Rules = {}) => {
    const stack = newStack();
    const vigil = newVigil(stack, { rules });
    vigil.queue(addQueue(stack), { rules: own });
    vigil.database(addTable(stack));
    return errorsOf(stack.node.root as App);
  };

  test('a rule that does not exist: the nearest three that do are listed', () => {
    expect(errorsWith({ QueueStucked: { threshold: 5 } })).toEqual([
      "There is no rule 'QueueStucked'. Nearest: QueueStuck, QueueSlow, RequestsBlocked. docs/alarms.md lists all rules.",
    ]);
  });

  test('a rule that the component does not have: the nearest of those that it has are listed', () => {
    const [error, ...others] = errorsWith({}, { TableThrottled: { threshold: 5 } });

    expect(others).toEqual([]);
    expect(error).toMatch(/^Shop\/Vigil\/Orders: it has no rule 'TableThrottled'\. Nearest: (\w+, ){2}\w+\.$/);
    expect(error).not.toMatch(/Nearest: .*TableThrottled/);
  });

  test.each([
    [
      'a component that does not exist',
      'Order/QueueStuck',
      /^There is no component 'Order' .* Nearest: Orders, Table\.$/,
    ],
    [
      'a rule of a component that it does not have',
      'Table/QueueStuck',
      /^'Table' has no rule 'QueueStuck'\. Nearest: TableThrottled, /,
    ],
    [
      'a rule of a component that does not exist',
      'Table/Stuck',
      /^There is no rule 'Table\/Stuck'\. Nearest: QueueStuck, /,
    ],
  ])('%s', (_, key, message) => {
    const [error, ...others] = errorsWith({ [key]: { threshold: 5 } });

    expect(others).toEqual([]);
    expect(error).toMatch(message);
  });

  test('the composite, which is no rule', () => {
    const stack = newStack();
    addQueue(stack);
    newVigil(stack, { rules: { Failing: { severity: Severity.P0 } } }).watch(stack);

    expect(errorsOf(stack.node.root as App)).toEqual([
      "'Failing' is a composite alarm, and only its 'runbookUrl' can be changed. Change the rules of its children, or switch it off with 'grouping: false'.",
    ]);
  });
});

describe('changes that several Vigils share', () => {
  const rules = { 'Orders/QueueStuck': { threshold: 900 }, 'Table/TableThrottled': { enabled: false } };
  const fill = (orders: Stack, table: Stack) => {
    addQueue(orders);
    addTable(table);
    for (const stack of [orders, table]) newVigil(stack, { rules }).watch(stack);
  };

  test('are for whichever has the component', () => {
    const app = newApp();
    fill(new Stack(app, 'One'), new Stack(app, 'Two'));

    expect(new Synthesized(app).alarm('Orders', 'QueueStuck').properties.Threshold).toBe(900);
  });

  test('also in stages, which are synthesized one after the other', () => {
    const app = newApp();
    fill(new Stack(new Stage(app, 'One'), 'Shop'), new Stack(new Stage(app, 'Two'), 'Shop'));

    expect(errorsOf(app)).toEqual([]);
  });

  test('are an error if none has it', () => {
    const app = newApp();
    for (const id of ['One', 'Two']) {
      const stack = new Stack(new Stage(app, id), 'Shop');
      addTable(stack);
      newVigil(stack, { rules }).watch(stack);
    }

    expect(errorsOf(app)).toEqual([
      "There is no component 'Orders' for the rule change 'Orders/QueueStuck'. Nearest: Table.",
    ]);
  });
});
