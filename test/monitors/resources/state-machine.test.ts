import type { Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  CfnStateMachine,
  DefinitionBody,
  LogLevel,
  Pass,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { EventApiMonitor } from '../../../lib/index';
import { dimensionsOf, newStack, newVigil, Synthesized, watched } from '../../support/synth';
import { addFunction } from '../../vigil/shop';

const rulesOf = (shop: Synthesized, component: string) => shop.alarmsOf(component).map(({ rule }) => rule);

const addMachine = (stack: Stack, stateMachineType: StateMachineType) =>
  new StateMachine(stack, 'Fulfilment', {
    stateMachineType,
    definitionBody: DefinitionBody.fromChainable(
      new LambdaInvoke(stack, 'Pay', { lambdaFunction: addFunction(stack, 'Payment') }),
    ),
  });

test('a standard workflow has alarms for executions that fail, time out, are aborted or throttled', () => {
  const shop = watched((stack) => void addMachine(stack, StateMachineType.STANDARD));

  expect(rulesOf(shop, 'Fulfilment')).toEqual(
    expect.arrayContaining([
      'ExecutionsFailing',
      'ExecutionFailed',
      'ExecutionTimedOut',
      'ExecutionsThrottled',
      'ExecutionAborted',
    ]),
  );
  expect(dimensionsOf(shop.alarm('Fulfilment', 'ExecutionFailed'))).toEqual([
    { StateMachineArn: expect.stringMatching(/^\{Fulfilment/) },
  ]);
  expect(shop.alarm('Fulfilment', 'ExecutionAborted').actions).toEqual([]);
});

test('of an express workflow, neither single failures nor aborts count', () => {
  const shop = watched((stack) => void addMachine(stack, StateMachineType.EXPRESS));

  expect(rulesOf(shop, 'Fulfilment')).toEqual(
    expect.arrayContaining(['ExecutionsFailing', 'ExecutionTimedOut', 'ExecutionsThrottled']),
  );
  expect(rulesOf(shop, 'Fulfilment')).not.toContain('ExecutionFailed');
  expect(rulesOf(shop, 'Fulfilment')).not.toContain('ExecutionAborted');
});

test('the functions that its states call belong to it, however the definition names them', () => {
  const byChain = watched((stack) => void addMachine(stack, StateMachineType.STANDARD));
  const bySubstitution = watched((stack) => {
    new CfnStateMachine(stack, 'Fulfilment', {
      roleArn: 'arn:aws:iam::111111111111:role/workflow',
      definitionString: JSON.stringify({
        StartAt: 'Pay',
        States: { Pay: { Type: 'Task', Resource: '$' + '{Pay}', End: true } },
      }),
      definitionSubstitutions: { Pay: addFunction(stack, 'Payment').functionArn },
    });
  });

  for (const shop of [byChain, bySubstitution]) {
    expect(shop.components).toEqual(['Fulfilment']);
    expect(rulesOf(shop, 'Fulfilment')).toContain('Payment.HandlerErrors');
  }
});

test('its dashboard shows executions and their log', () => {
  const shop = watched((stack) => {
    new StateMachine(stack, 'Fulfilment', {
      definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Nothing')),
      logs: { destination: new LogGroup(stack, 'Executions'), level: LogLevel.ERROR },
    });
  });

  const dashboard = JSON.stringify(shop.dashboards);
  for (const metric of ['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsTimedOut', 'ExecutionThrottled']) {
    expect(dashboard).toContain(metric);
  }
  expect(dashboard).toContain('Executions');
});

test('an imported one is watched by its ARN', () => {
  const stack = newStack({ env: { account: '111111111111', region: 'eu-west-1' } });
  const arn = 'arn:aws:states:eu-west-1:111111111111:stateMachine:orders';
  const source = StateMachine.fromStateMachineArn(stack, 'Orders', arn);
  new EventApiMonitor(stack, 'OrdersMonitor', { vigil: newVigil(stack), source });

  expect(dimensionsOf(new Synthesized(stack.node.root as never).alarm('Orders', 'ExecutionFailed'))).toEqual([
    { StateMachineArn: arn },
  ]);
});
