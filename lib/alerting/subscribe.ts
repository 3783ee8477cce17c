import { CfnSubscription, type Topic } from 'aws-cdk-lib/aws-sns';
import { idOf } from './destination';

/** Subscribes somebody once, however many routes lead there. */
export function subscribe(
  topic: Topic,
  protocol: string,
  endpoint: string,
  filterPolicy?: Readonly<Record<string, readonly unknown[]>>,
): void {
  // the id follows the endpoint as the template will have it, so that the order of routes does not matter
  const id = idOf(topic, protocol, endpoint);
  if (topic.node.tryFindChild(id) !== undefined) return;
  new CfnSubscription(topic, id, { topicArn: topic.topicArn, protocol, endpoint, filterPolicy });
}
