import type { CfnResource } from 'aws-cdk-lib';
import type { CfnManagedPolicy, CfnPolicy } from 'aws-cdk-lib/aws-iam';
import type { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { inspect, mentions } from '../../tree/inspect';
import type { ResourceGraph } from '../../tree/resource-graph';

interface Statement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
}

/** Whether something in the app takes messages from a queue: a function, a pipe, or a role that is allowed to. */
export const isRead = (queue: CfnResource, graph: ResourceGraph): boolean =>
  graph.referrers<CfnEventSourceMapping>('AWS::Lambda::EventSourceMapping', 'eventSourceArn', queue).length > 0 ||
  graph.referrers<CfnPipe>('AWS::Pipes::Pipe', 'source', queue).length > 0 ||
  isAllowedToReceive<CfnPolicy>('AWS::IAM::Policy', queue, graph) ||
  isAllowedToReceive<CfnManagedPolicy>('AWS::IAM::ManagedPolicy', queue, graph);

const isAllowedToReceive = <Policy extends CfnPolicy | CfnManagedPolicy>(
  type: string,
  queue: CfnResource,
  graph: ResourceGraph,
): boolean =>
  graph.referrers<Policy>(type, 'policyDocument', queue).some((policy) => {
    const document = inspect<{ Statement?: Statement | Statement[] }>(policy.policyDocument, policy);
    return [document?.Statement ?? []]
      .flat()
      .some(
        (statement) =>
          statement.Effect === 'Allow' &&
          [statement.Action].flat().some((action) => RECEIVES.test(String(action))) &&
          mentions(statement.Resource).includes(queue),
      );
  });

const RECEIVES = /^(\*|sqs:(\*|Receive\*|ReceiveMessage))$/i;
