import type { CfnResource } from 'aws-cdk-lib';
import type { CfnMethod } from 'aws-cdk-lib/aws-apigateway';
import type { CfnAuthorizer, CfnIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import type { CfnDataSource } from 'aws-cdk-lib/aws-appsync';
import type { CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { CfnEventSourceMapping, CfnFunction, CfnPermission, CfnUrl } from 'aws-cdk-lib/aws-lambda';
import { inspect, mentionedIn, stringIn } from '../../tree/inspect';
import type { ResourceGraph } from '../../tree/resource-graph';
import { functionsIn } from './function';

/**
 * How a function is started: by callers who wait for its answer, with batches of messages, or with batches of records in order.
 * Everything else, also what nothing in the app starts, counts as events.
 */
export type Start = 'request' | 'messages' | 'records';

interface Starter {
  readonly type: string;
  /** The property that names the function. */
  readonly names: (resource: CfnResource) => unknown;
  readonly start: (resource: CfnResource) => Start | undefined;
}

const starter = <R extends CfnResource>(
  type: string,
  names: (resource: R) => unknown,
  start: Start | ((resource: R) => Start | undefined),
): Starter => ({
  type,
  names: (resource) => names(resource as R),
  start: typeof start === 'function' ? (resource) => start(resource as R) : () => start,
});

const REQUESTING = ['apigateway.amazonaws.com', 'elasticloadbalancing.amazonaws.com'];
const RECORDS = /"?AWS::(Kinesis|DynamoDB)::|:(kinesis|dynamodb):/;

const STARTERS: readonly Starter[] = [
  starter<CfnUrl>('AWS::Lambda::Url', (url) => url.targetFunctionArn, 'request'),
  starter<CfnTargetGroup>('AWS::ElasticLoadBalancingV2::TargetGroup', (group) => group.targets, 'request'),
  starter<CfnIntegration>('AWS::ApiGatewayV2::Integration', (integration) => integration.integrationUri, 'request'),
  starter<CfnAuthorizer>('AWS::ApiGatewayV2::Authorizer', (authorizer) => authorizer.authorizerUri, 'request'),
  starter<CfnMethod>('AWS::ApiGateway::Method', (method) => method.integration, 'request'),
  starter<CfnDataSource>('AWS::AppSync::DataSource', (source) => source.lambdaConfig, 'request'),
  starter<CfnPermission>(
    'AWS::Lambda::Permission',
    ({ functionName }) => functionName,
    (permission) => (REQUESTING.includes(stringIn(permission.principal, permission) ?? '') ? 'request' : undefined),
  ),
  starter<CfnEventSourceMapping>(
    'AWS::Lambda::EventSourceMapping',
    ({ functionName }) => functionName,
    (mapping) => (readsRecords(mapping) ? 'records' : 'messages'),
  ),
];

function readsRecords(mapping: CfnEventSourceMapping): boolean {
  const types = mentionedIn(mapping.eventSourceArn, mapping).map(({ cfnResourceType }) => cfnResourceType);
  return [...types, JSON.stringify(inspect(mapping.eventSourceArn, mapping) ?? '')].some((text) => RECORDS.test(text));
}

type Starts = ReadonlyMap<CfnFunction, ReadonlySet<Start>>;

const KNOWN = new WeakMap<ResourceGraph, Starts>();

/** How something in the app starts a function. */
export function startsOf(fn: CfnFunction, graph: ResourceGraph): ReadonlySet<Start> {
  const starts = KNOWN.get(graph) ?? allStarts(graph);
  KNOWN.set(graph, starts);
  return starts.get(fn) ?? new Set();
}

/** Read once for all functions, so that the work grows with the app and not with its square. */
function allStarts(graph: ResourceGraph): Starts {
  const all = new Map<CfnFunction, Set<Start>>();
  for (const { type, names, start } of STARTERS) {
    for (const resource of graph.ofType(type)) {
      const how = start(resource);
      if (how === undefined) continue;
      for (const fn of functionsIn(names(resource), resource)) all.set(fn, (all.get(fn) ?? new Set()).add(how));
    }
  }
  return all;
}
