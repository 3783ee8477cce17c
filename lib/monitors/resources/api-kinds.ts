import { CfnResource, Stack } from 'aws-cdk-lib';
import type {
  CfnMethod,
  CfnResource as CfnPath,
  CfnRestApi,
  CfnAuthorizer as CfnRestAuthorizer,
  CfnStage as CfnRestStage,
} from 'aws-cdk-lib/aws-apigateway';
import type { CfnApi, CfnAuthorizer, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Dimensions } from '../../alarms/alarm-properties';
import { HTTP_API } from '../../resources/http-api';
import type { ResourceType } from '../../resources/resource-type';
import { REST_API } from '../../resources/rest-api';
import {
  type ApiMetrics,
  HTTP_API_METRICS,
  HTTP_API_RULES,
  REST_API_METRICS,
  REST_API_RULES,
  WEB_SOCKET_API_METRICS,
  WEB_SOCKET_API_RULES,
} from '../../rules/api-rules';
import type { RuleTable } from '../../rules/rule';
import { inspect, mentionedIn, stringIn } from '../../tree/inspect';
import type { Imported, ResourceGraph } from '../../tree/resource-graph';
import { functionsIn } from './function';

/** Verb and route. */
export interface OperationPath {
  readonly method: string;
  readonly resource: string;
}

export interface ApiStage {
  readonly resource: CfnResource;
  readonly name: string;
  readonly dimensions: Dimensions;
}

/** What the two kinds of API Gateway's APIs have in common, and where they differ. */
export interface ApiKind {
  readonly data: ResourceType;
  /** The attribute that only its L2 constructs have. */
  readonly attribute: string;
  readonly metrics: ApiMetrics;
  readonly rules: RuleTable<object>;
  stages(api: CfnResource, graph: ResourceGraph): ApiStage[];
  operations(api: CfnResource, graph: ResourceGraph): OperationPath[];
  functions(api: CfnResource | Imported, graph: ResourceGraph): CfnFunction[];
  /** Has API Gateway measure each operation by itself. */
  switchOnDetails(stage: CfnResource): void;
  /** The property that does. */
  readonly detailsProperty: string;
  readonly consolePath: (api: CfnResource) => string;
}

/** WebSocket APIs are of the same type as HTTP APIs, and measured in another way. */
export const isWebSocketApi = (api: CfnResource): boolean =>
  stringIn((api as CfnApi).protocolType, api) === 'WEBSOCKET';

export const HTTP_API_KIND: ApiKind = {
  data: HTTP_API,
  attribute: 'apiId',
  metrics: HTTP_API_METRICS,
  rules: HTTP_API_RULES,
  stages: (api, graph) =>
    graph.referrers<CfnStage>('AWS::ApiGatewayV2::Stage', 'apiId', api).map((stage) => ({
      resource: stage,
      name: stage.stageName,
      dimensions: { ApiId: (api as CfnApi).ref, Stage: stage.stageName },
    })),
  operations: (api, graph) => [
    ...graph.referrers<CfnRoute>('AWS::ApiGatewayV2::Route', 'apiId', api).flatMap((route) => {
      const [method, resource] = (stringIn(route.routeKey, route) ?? '').split(' ');
      return method && resource ? [{ method, resource }] : [];
    }),
    ...specifiedOperations(api),
  ],
  functions: (api, graph) => [
    ...graph
      .referrers<CfnIntegration>('AWS::ApiGatewayV2::Integration', 'apiId', api)
      .flatMap((integration) => functionsIn(integration.integrationUri, integration)),
    ...graph
      .referrers<CfnAuthorizer>('AWS::ApiGatewayV2::Authorizer', 'apiId', api)
      .flatMap((authorizer) => functionsIn(authorizer.authorizerUri, authorizer)),
    ...specifiedFunctions(api),
  ],
  detailsProperty: 'DefaultRouteSettings.DetailedMetricsEnabled',
  switchOnDetails: (stage) => stage.addPropertyOverride('DefaultRouteSettings.DetailedMetricsEnabled', true),
  consolePath: (api) => `apigateway/main/api-detail?api=${api.ref}`,
};

/** Of the same type as HTTP APIs, and measured by messages. */
export const WEB_SOCKET_API_KIND: ApiKind = {
  ...HTTP_API_KIND,
  metrics: WEB_SOCKET_API_METRICS,
  rules: WEB_SOCKET_API_RULES,
  // routes are measured under other dimensions than operations
  operations: () => [],
};

export const REST_API_KIND: ApiKind = {
  data: REST_API,
  attribute: 'restApiId',
  metrics: REST_API_METRICS,
  rules: REST_API_RULES,
  stages: (api, graph) => {
    const name = nameOf(api as CfnRestApi);
    if (name === undefined) return [];
    return graph.referrers<CfnRestStage>('AWS::ApiGateway::Stage', 'restApiId', api).map((stage) => ({
      resource: stage,
      name: stage.stageName ?? '',
      dimensions: { ApiName: name, Stage: stage.stageName ?? '' },
    }));
  },
  operations: (api, graph) =>
    [
      ...methodsOf(api, graph).map((method) => ({
        method: method.httpMethod,
        resource: pathOf(method.resourceId, method),
      })),
      ...specifiedOperations(api),
    ].filter(({ method }) => method !== 'OPTIONS'), // made by CORS, answered by API Gateway itself
  functions: (api, graph) => [
    ...methodsOf(api, graph).flatMap((method) =>
      functionsIn((method.integration as CfnMethod.IntegrationProperty | undefined)?.uri, method),
    ),
    ...graph
      .referrers<CfnRestAuthorizer>('AWS::ApiGateway::Authorizer', 'restApiId', api)
      .flatMap((authorizer) => functionsIn(authorizer.authorizerUri, authorizer)),
    ...specifiedFunctions(api),
  ],
  detailsProperty: 'MethodSettings.MetricsEnabled',
  switchOnDetails: (resource) => {
    const stage = resource as CfnRestStage;
    const settings = (Stack.of(stage).resolve(stage.methodSettings) ?? []) as CfnRestStage.MethodSettingProperty[];
    const isDefault = ({ httpMethod, resourcePath }: CfnRestStage.MethodSettingProperty) =>
      httpMethod === '*' && resourcePath === '/*';
    // those of one method replace the default as a whole
    const known = settings.map((each) => ({
      ...each,
      metricsEnabled: isDefault(each) ? true : (each.metricsEnabled ?? true),
    }));
    const added = settings.some(isDefault) ? [] : [{ httpMethod: '*', resourcePath: '/*', metricsEnabled: true }];
    stage.methodSettings = [...known, ...added];
  },
  consolePath: (api) => `apigateway/main/apis/${api.ref}/resources?api=${api.ref}`,
};

/** A specification may be elsewhere, and the name only there. */
const nameOf = (api: CfnRestApi): string | undefined =>
  api.name ?? inspect<{ info?: { title?: string } }>(api.body, api)?.info?.title;

interface Specification {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const VERBS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];
const ANY_VERB = 'x-amazon-apigateway-any-method';

/** The operations of an OpenAPI specification in the template. */
function specifiedOperations(api: CfnResource): OperationPath[] {
  const { paths = {} } = inspect<Specification>((api as CfnRestApi | CfnApi).body, api) ?? {};
  return Object.entries(paths).flatMap(([resource, item]) =>
    Object.keys(item)
      .filter((key) => VERBS.includes(key.toLowerCase()) || key === ANY_VERB)
      .map((key) => ({ method: key === ANY_VERB ? 'ANY' : key.toUpperCase(), resource })),
  );
}

/** The functions that integrations and authorizers of the specification name. */
const specifiedFunctions = (api: CfnResource | Imported): CfnFunction[] =>
  CfnResource.isCfnResource(api) ? functionsIn((api as CfnRestApi | CfnApi).body, api) : [];

const methodsOf = (api: CfnResource | Imported, graph: ResourceGraph): CfnMethod[] =>
  graph.referrers<CfnMethod>('AWS::ApiGateway::Method', 'restApiId', api);

/** A REST API keeps its paths as a tree of resources. */
function pathOf(resourceId: string, scope: CfnResource): string {
  const path = mentionedIn(resourceId, scope).find(
    ({ cfnResourceType }) => cfnResourceType === 'AWS::ApiGateway::Resource',
  );
  if (path === undefined) return '/';
  const { parentId, pathPart } = path as CfnPath;
  const parent = pathOf(parentId, path);
  return `${parent === '/' ? '' : parent}/${pathPart}`;
}
