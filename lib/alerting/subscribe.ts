import { CfnSubscription, type Topic } from 'aws-cdk-lib/aws-sns';
import { idOf } from './destination';

/** The messages of a topic that a subscriber receives. */
export interface Filter {
  readonly policy: Readonly<Record<string, readonly unknown[]>>;
  /** @default MessageAttributes */
  readonly scope?: 'MessageAttributes' | 'MessageBody';
}

/** Subscribes an endpoint once, however many routes lead to it. */
export function subscribe(topic: Topic, protocol: string, endpoint: string, filter: Filter): void {
  // the id follows the endpoint as the template will have it, so that the order of routes does not matter
  const id = idOf(topic, protocol, endpoint);
  if (topic.node.tryFindChild(id) !== undefined) return;
  new CfnSubscription(topic, id, {
    topicArn: topic.topicArn,
    protocol,
    endpoint,
    filterPolicy: filter.policy,
    filterPolicyScope: filter.scope,
  });
}
