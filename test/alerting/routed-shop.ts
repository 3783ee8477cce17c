import type { App, Stack, StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Route, Severity } from '../../lib/index';
import { newStack, newVigil, ONCALL, Synthesized } from '../support/synth';

export const PAGER = Route.sms('+12125550123');

/** A shop with a queue whose alarms go to the given routes. */
export function shopWith(
  routesOf: (stack: Stack) => Route[],
  env?: StackProps,
  also: (stack: Stack) => void = () => {},
  maxConcurrency?: number,
): Synthesized {
  const stack = newStack(env);
  new Queue(stack, 'Orders', { deadLetterQueue: { queue: new Queue(stack, 'Failed'), maxReceiveCount: 3 } });
  also(stack);
  newVigil(stack, { routes: routesOf(stack), maxConcurrency }).watch(stack);
  return new Synthesized(stack.node.root as App);
}

export const hook = (stack: Stack) => Secret.fromSecretNameV2(stack, 'Hook', 'prod/slack');
export const everyRoute = (stack: Stack): Route[] => [
  ONCALL,
  PAGER,
  Route.slack(hook(stack), { mention: 'S0123ABCD' }),
  Route.slackBot(new Secret(stack, 'Bot', { encryptionKey: new Key(stack, 'BotKey') }), 'C0123ABCD', {
    severities: [Severity.P0],
  }),
  Route.discord(Secret.fromSecretNameV2(stack, 'Discord', 'prod/discord')),
  Route.webhook(Secret.fromSecretNameV2(stack, 'Webhook', 'prod/webhook')),
];
