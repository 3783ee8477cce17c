import { CHILDREN_TOPIC } from '../../contracts/messages';
import type { Assembly } from './model';

/** The topics on which alarms of composites report to Vigil's notifier, and to nobody else: what they carry is no alert. */
export function reportTopics({ topics, subscriptions, notifiers }: Assembly): ReadonlySet<string> {
  const queues = new Set(notifiers.map(({ queueArn }) => queueArn));
  const isReport = (arn: string): boolean => {
    const theirs = subscriptions.filter(({ topicArn }) => topicArn === arn);
    return theirs.length > 0 && theirs.every(({ endpoint }) => queues.has(endpoint));
  };
  const named = topics.filter(({ name }) => name.endsWith(`-${CHILDREN_TOPIC}`));
  return new Set(named.map(({ arn }) => arn).filter(isReport));
}
