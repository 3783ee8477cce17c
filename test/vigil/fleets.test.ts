import { type App, Duration, Stack } from 'aws-cdk-lib';
import { CfnAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AlarmsIn, type VigilProps } from '../../lib/index';
import { readAssembly } from '../../lib/rehearsal/assembly/assembly';
import { estimateOf } from '../../lib/rehearsal/preview/estimate';
import { Room } from '../../lib/rehearsal/room/room';
import { Rehearsal } from '../../lib/rehearsal/testing';
import { errorsOf, newApp, newStack, newVigil, Synthesized, textOf } from '../support/synth';
import { addFunction } from './shop';

/** So many queues, each with a function that consumes it and a dead-letter queue. */
function addWorkers(stack: Stack, count: number): void {
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  for (let index = 0; index < count; index++) {
    const deadLetterQueue = { queue: new Queue(stack, `Dead${index}`), maxReceiveCount: 3 };
    const queue = new Queue(stack, `Jobs${index}`, { deadLetterQueue, queueName: `jobs-${index}` });
    const worker = addFunction(stack, `Worker${index}`, { functionName: `worker-${index}`, role });
    worker.addEventSource(new SqsEventSource(queue));
  }
}

function fleet(fill: (stack: Stack) => void, props: Partial<VigilProps> = {}): App {
  const stack = newStack();
  fill(stack);
  newVigil(stack, props).watch(stack, { fleet: true });
  return stack.node.root as App;
}

const queryOf = (app: Synthesized, component: string, rule: string): string =>
  textOf(app.alarm(component, rule).properties.Metrics[0].Expression);

describe('a fleet of a hundred functions and queues', () => {
  const app = fleet((stack) => addWorkers(stack, 100));
  const shop = new Synthesized(app);
  const { directory } = app.synth();
  const assembly = readAssembly(directory);
  const rehearse = () => Rehearsal.ofAssembly(directory);

  test('has one alarm for each rule, at most 15, each on a query with a contributor for each', () => {
    expect(shop.components).toEqual(['Functions', 'Queues']);
    expect(shop.alarms.length).toBeLessThanOrEqual(15);
    expect(shop.alarms.some(({ isComposite }) => isComposite)).toBe(false);
    expect(queryOf(shop, 'Functions', 'FunctionErrors')).toBe(
      'SELECT AVG(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) GROUP BY FunctionName ORDER BY AVG() DESC',
    );
  });

  test('is watched as a whole', () => {
    expect(assembly.notWatched).toEqual([]);
    expect(assembly.refused).toEqual([]);
  });

  test('is priced by the metrics that its queries read', () => {
    const { lines } = estimateOf(assembly);
    const functions = 100 * shop.alarmsOf('Functions').length;
    expect(lines).toContainEqual(expect.objectContaining({ item: 'queried alarm metric', quantity: functions + 200 }));
  });

  test('notifies for each function that fails, and says which', () => {
    const failing = (name: string, rehearsal: Rehearsal) =>
      rehearsal.series('AWS/Lambda Errors', { FunctionName: name }, '0x9 0.5x40 0x29');
    const rehearsal = failing('worker-7', failing('worker-3', rehearse()));
    rehearsal.series('AWS/Lambda Errors', { FunctionName: 'worker-5' }, '0.1x79');

    expect(rehearsal.stateOf('Functions/FunctionErrors', '40m')).toBe('ALARM');
    expect(rehearsal.stateOf('Functions/FunctionErrors', '80m')).toBe('OK');
    const alarmed = rehearsal.messages.map(({ message }) => JSON.parse(message)).filter(isAlarm);
    expect(alarmed.map(({ AlarmContributorAttributes }) => AlarmContributorAttributes.FunctionName).sort()).toEqual([
      'worker-3',
      'worker-7',
    ]);
  });

  test('is quiet where nothing is wrong, and without data', () => {
    const healthy = rehearse()
      .series('AWS/Lambda Errors', { FunctionName: 'worker-1' }, '0x180')
      .series('AWS/Lambda Throttles', { FunctionName: 'worker-1' }, '0x180')
      .series('AWS/SQS ApproximateAgeOfOldestMessage', { QueueName: 'jobs-1' }, '0+10x25 0+10x25 250x120');
    expect(healthy.alerts).toEqual([]);
    expect(rehearse().lasting('3h').alerts).toEqual([]);
  });

  test('notifies of a queue that has not caught up', () => {
    const rehearsal = rehearse().series('AWS/SQS ApproximateAgeOfOldestMessage', { QueueName: 'jobs-1' }, '0+60x120');
    expect(rehearsal.stateOf('Queues/QueueSlow', '2h')).toBe('ALARM');
  });
});

describe('a fleet in the rehearsal room', () => {
  test('is quiet until a function of it breaks, and the test that is saved then has its data', async () => {
    // GIVEN
    const { directory } = fleet((stack) => addWorkers(stack, 2)).synth();
    const room = new Room(readAssembly(directory), { title: 'shop' });
    const firing = () => room.statuses().filter(({ state }) => state !== 'OK');
    await room.reach(room.now + 2 * 3600);
    expect(firing()).toEqual([]);

    // WHEN
    expect(room.breakNamed('worker-1: bad deployment')).toBe(true);
    await room.reach(room.now + 40 * 60);

    // THEN
    expect(firing().map(({ name }) => name)).toEqual(['Shop/Functions/FunctionErrors']);
    expect(room.savedTest()).toContain('metric: AWS/Lambda Errors');
  });
});

const isAlarm = ({ NewStateValue }: { readonly NewStateValue: string }): boolean => NewStateValue === 'ALARM';

describe('the query of a fleet leaves out by name', () => {
  test('what has alarms of its own, what is excluded, and what is no member', () => {
    const stack = newStack();
    addWorkers(stack, 2);
    const orders = new Queue(stack, 'Orders');
    addFunction(stack, 'Legacy');
    const legacy = stack.node.findChild('Legacy');
    new Queue(stack, 'Inbox');
    const vigil = newVigil(stack);
    vigil.queue(orders);
    vigil.watch(stack, { fleet: true, exclude: [legacy] });

    const shop = new Synthesized(stack.node.root as App);

    expect(queryOf(shop, 'Functions', 'FunctionErrors')).toMatch(/ WHERE FunctionName != '\{Legacy\w+\}' GROUP BY/);
    const query = queryOf(shop, 'Queues', 'QueueSlow');
    expect(query).toMatch(
      / WHERE QueueName != '\{Orders\w+\.QueueName\}' AND QueueName != '\{Inbox\w+\.QueueName\}' GROUP/,
    );
    expect(shop.alarm('Inbox', 'MessagesUnread').severity).toBe('P2');
  });

  test('what is in another stack, without an export', () => {
    const app = newApp();
    const [one, other] = [new Stack(app, 'One'), new Stack(app, 'Other')];
    addFunction(one, 'Worker');
    addFunction(other, 'Named', { functionName: 'named' });
    newVigil(one).watch(one, { fleet: true });
    newVigil(other).watch(other);

    const shop = new Synthesized(app);

    expect(queryOf(shop, 'Functions', 'FunctionErrors')).toContain("FunctionName != 'named'");
    expect(shop.template('Other').Outputs).toBeUndefined();
  });
});

describe('a rule of a fleet', () => {
  const fill = (stack: Stack) => addWorkers(stack, 2);

  test('is changed as any other, in its own unit', () => {
    const shop = new Synthesized(fleet(fill, { rules: { 'Functions/FunctionErrors': { threshold: 40 } } }));
    expect(shop.alarm('Functions', 'FunctionErrors').properties.Threshold).toBe(0.4);
  });

  test('is off, with a warning, where the members differ in what it needs', () => {
    const shop = new Synthesized(
      fleet((stack) => {
        fill(stack);
        addFunction(stack, 'Slow', { timeout: Duration.minutes(5) });
        addFunction(stack, 'Careful', { onFailure: new SqsDestination(new Queue(stack, 'Failed')) });
      }),
    );
    const rules = shop.alarmsOf('Functions').map(({ rule }) => rule);
    expect(rules).not.toContain('FunctionTimeouts');
    expect(rules).not.toContain('EventsDropped');
    expect(shop.warnings.filter((warning) => warning.includes('of the fleet is off'))).toHaveLength(2);
  });

  test.each([
    ['another metric', { metric: new Metric({ namespace: 'Shop', metricName: 'Own' }) }, 'cannot be replaced'],
    ['a band', { band: 2 }, 'no band'],
    ['more than three hours', { evaluationPeriods: 40 }, 'its evaluation range is 200 minutes'],
  ])('is refused %s', (_, options, error) => {
    const errors = errorsOf(fleet(fill, { rules: { 'Functions/FunctionThrottled': options } }));
    expect(errors.join('\n')).toContain(error);
  });
});

describe("AWS's limits", () => {
  const unlimited = () => new Stack(newApp({ '@aws-cdk/core:stackResourceLimit': 0 }), 'Shop');

  test('of contributors', () => {
    const stack = unlimited();
    for (let index = 0; index < 501; index++) new Queue(stack, `Jobs${index}`);
    newVigil(stack, { alarmsIn: AlarmsIn.STACK }).watch(stack, { fleet: true });
    expect(errorsOf(stack.node.root as App).join('\n')).toContain('501 queues are more than the 500');
  });

  test('of the length of a query', () => {
    const errors = errorsOf(
      fleet((stack) => {
        addWorkers(stack, 1);
        for (let index = 0; index < 60; index++) new Queue(stack, `SomeQueueThatNothingInTheAppConsumes${index}`);
      }),
    );
    expect(errors.join('\n')).toContain('CloudWatch allows 2048: it leaves out 60 resources by name');
  });

  test('of alarms on queries, those of the app without a Vigil too', () => {
    const stack = unlimited();
    addWorkers(stack, 1);
    for (let index = 0; index < 200; index++) {
      new CfnAlarm(stack, `Own${index}`, {
        comparisonOperator: 'GreaterThanThreshold',
        evaluationPeriods: 1,
        threshold: 1,
        metrics: [{ id: 'own', expression: 'SELECT MAX(Depth) FROM "Shop/Queues"', period: 60 }],
      });
    }
    newVigil(stack, { alarmsIn: AlarmsIn.STACK }).watch(stack, { fleet: true });
    expect(errorsOf(stack.node.root as App).join('\n')).toMatch(/20\d alarms on queries .* takes 200/);
  });
});
