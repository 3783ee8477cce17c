import { Stack } from 'aws-cdk-lib';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { FieldsOf, RoutedKindName } from '../contracts/channels';
import { hashOf } from './hash';

/** A secret, or the name of one that exists. */
export type SecretSource = ISecret | string;

/** Notified by SNS directly. */
export interface Subscriber {
  readonly by: 'subscription';
  readonly protocol: 'email' | 'sms';
  readonly endpoint: string;
}

/** Sent by the notifier function. */
export type NotifiedChannel<Kind extends RoutedKindName = RoutedKindName> = {
  [Each in Kind]: { readonly by: 'notifier'; readonly kind: Each; readonly secret: SecretSource } & Omit<
    FieldsOf<Each>,
    'secret'
  >;
}[Kind];

/** Notified by Amazon Q Developer in chat applications. */
export interface ChatApplication {
  readonly by: 'chatApplication';
  readonly workspaceId: string;
  readonly channelId: string;
}

/** Where a route leads. */
export type Destination = Subscriber | NotifiedChannel | ChatApplication;

/** In words, for messages. */
export function nameOf(destination: Destination): string {
  switch (destination.by) {
    case 'subscription':
      return destination.endpoint;
    case 'chatApplication':
      return `Slack channel ${destination.channelId}`;
    case 'notifier': {
      const { kind, secret, channel } = destination;
      const named = typeof secret === 'string' ? secret : secret.node.path;
      return `${kind} ${channel === undefined ? '' : `${channel} `}by secret ${named}`;
    }
  }
}

/** The secret itself, as seen from a construct. */
export function secretIn(scope: Construct, secret: SecretSource): ISecret {
  if (typeof secret !== 'string') return secret;
  const id = `Secret-${hashOf(secret)}`;
  return (
    (scope.node.tryFindChild(id) as ISecret | undefined) ??
    (secret.startsWith('arn:')
      ? Secret.fromSecretCompleteArn(scope, id, secret)
      : Secret.fromSecretNameV2(scope, id, secret))
  );
}

/** Follows what the template will have, so that neither the order of routes nor other constructs matter. */
export const idOf = (scope: Construct, kind: string, ...parts: readonly unknown[]): string =>
  `${kind}-${hashOf(JSON.stringify(Stack.of(scope).resolve(parts.length === 1 ? parts[0] : parts)))}`;
