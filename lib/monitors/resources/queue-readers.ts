import { CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnManagedPolicy, CfnPolicy } from 'aws-cdk-lib/aws-iam';
import type { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { inspect, mentions } from '../../tree/inspect';
import type { Imported, ResourceGraph } from '../../tree/resource-graph';

interface Statement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
}

/** Whether something in the app takes messages from a queue: a function, a pipe, or a role that is allowed to. */
export const isRead = (queue: CfnResource | Imported, graph: ResourceGraph): boolean =>
  graph.referrers<CfnEventSourceMapping>('AWS::Lambda::EventSourceMapping', 'eventSourceArn', queue).length > 0 ||
  graph.referrers<CfnPipe>('AWS::Pipes::Pipe', 'source', queue).length > 0 ||
  isAllowedToReceive<CfnPolicy>('AWS::IAM::Policy', queue, graph) ||
  isAllowedToReceive<CfnManagedPolicy>('AWS::IAM::ManagedPolicy', queue, graph);

const isAllowedToReceive = <Policy extends CfnPolicy | CfnManagedPolicy>(
  type: string,
  queue: CfnResource | Imported,
  graph: ResourceGraph,
): boolean =>
  policiesAbout<Policy>(type, queue, graph).some((policy) => {
    const document = inspect<{ Statement?: Statement | Statement[] }>(policy.policyDocument, policy);
    return [document?.Statement ?? []]
      .flat()
      .some(
        (statement) =>
          statement.Effect === 'Allow' &&
          [statement.Action].flat().some((action) => RECEIVES.test(String(action))) &&
          names(statement.Resource, queue),
      );
  });

/** A policy has the ARN of what is imported somewhere in its document. */
const policiesAbout = <Policy extends CfnPolicy | CfnManagedPolicy>(
  type: string,
  queue: CfnResource | Imported,
  graph: ResourceGraph,
): readonly Policy[] =>
  CfnResource.isCfnResource(queue)
    ? graph.referrers<Policy>(type, 'policyDocument', queue)
    : graph.ofType<Policy>(type);

function names(resources: unknown, queue: CfnResource | Imported): boolean {
  if (CfnResource.isCfnResource(queue)) return mentions(resources).includes(queue);
  const arn = JSON.stringify(Stack.of(queue.scope).resolve(queue.id));
  return [resources].flat().some((each) => JSON.stringify(each) === arn);
}

const RECEIVES = /^(\*|sqs:(\*|Receive\*|ReceiveMessage))$/i;
