import { type CfnResource, Stack } from 'aws-cdk-lib';
import type { IRestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Dimensions } from '../../alarms/alarm-properties';
import { apiCharts, latencies, responses } from '../../dashboards/api-charts';
import type { Detail, Part } from '../../dashboards/part';
import { API_FUNCTION_RULES } from '../../rules/function-rules';
import { candidates } from '../../rules/rule';
import { stackPathOf } from '../../tree/naming';
import type { Imported } from '../../tree/resource-graph';
import {
  type ApiKind,
  type ApiStage,
  HTTP_API_KIND,
  isWebSocketApi,
  type OperationPath,
  REST_API_KIND,
  WEB_SOCKET_API_KIND,
} from './api-kinds';
import { consoleUrl } from './console';
import { functionParts } from './function';
import { type Registration, register, type Subject } from './registration';
import type { WatchContext } from './watch-context';

/** A stage; one of an imported API has no resource. */
type WatchedStage = Omit<ApiStage, 'resource'> & Partial<Pick<ApiStage, 'resource'>>;

/** What users know better than the template. */
interface KnownOfApi {
  readonly detailedMetrics?: boolean;
  readonly stageName?: string;
  readonly apiName?: string;
}

type AnyApi = Subject<IRestApi | IHttpApi, CfnResource, KnownOfApi>;

/** What the APIs of API Gateway have in common. */
const apis = (
  kindOf: (subject: AnyApi) => ApiKind,
): Pick<Registration<IRestApi | IHttpApi, CfnResource, KnownOfApi>, 'parts' | 'details'> => ({
  parts: (subject, context) => {
    const { resource: api } = subject;
    const kind = kindOf(subject);
    const stages = stagesOf(kind, subject, context);
    if (api !== undefined && stages.length === 0) {
      context.warn(
        'noStage',
        `${api.node.path} has no stage in this app, or no name, so nothing can measure it. Give it both, or leave it out.`,
      );
    }
    if (measuredOperations(kind, subject, context).length > 0) {
      for (const { resource } of stages) {
        if (resource === undefined) continue;
        kind.switchOnDetails(resource);
        context.changed(resource, kind.detailsProperty, 'detailedMetrics');
      }
    }
    const functions = kind.functions(targetOf(subject), context.graph);
    return [
      ...stages.map((stage, index) => stagePart(kind, subject, stage, index)),
      ...functionParts(functions, context, API_FUNCTION_RULES),
    ];
  },
  details: (subject, context) => {
    const kind = kindOf(subject);
    return stagesOf(kind, subject, context).flatMap((stage) =>
      measuredOperations(kind, subject, context).map((operation) => operationDetail(kind, stage, operation)),
    );
  },
});

export const HTTP_APIS = register<IHttpApi, CfnResource, KnownOfApi>({
  ...apis(({ resource }) => (resource !== undefined && isWebSocketApi(resource) ? WEB_SOCKET_API_KIND : HTTP_API_KIND)),
  data: HTTP_API_KIND.data,
  component: 'HttpApi',
  attribute: HTTP_API_KIND.attribute,
});

export const REST_APIS = register<IRestApi, CfnResource, KnownOfApi>({
  ...apis(() => REST_API_KIND),
  data: REST_API_KIND.data,
  component: 'HttpApi',
  attribute: REST_API_KIND.attribute,
  refusal: ({ resource, options }) =>
    resource === undefined && (options.apiName === undefined || options.stageName === undefined)
      ? "an imported REST API is measured by its name and stage. Give 'apiName' and 'stageName'."
      : undefined,
});

/** What routes, methods and integrations refer to. */
const targetOf = ({ source, resource }: AnyApi): CfnResource | Imported =>
  resource ?? { id: 'restApiId' in source ? source.restApiId : source.apiId, scope: source };

/** The operations that API Gateway measures by themselves. */
function measuredOperations(kind: ApiKind, { resource, options }: AnyApi, context: WatchContext): OperationPath[] {
  // whether an imported API publishes them is not known
  if (resource === undefined || !(options.detailedMetrics ?? context.detailedMetrics)) return [];
  return kind.operations(resource, context.graph);
}

function stagesOf(kind: ApiKind, { source, resource, options }: AnyApi, { graph }: WatchContext): WatchedStage[] {
  if (resource !== undefined) return kind.stages(resource, graph);
  const name = options.stageName ?? '$default';
  const identity: Dimensions = 'restApiId' in source ? { ApiName: options.apiName ?? '' } : { ApiId: source.apiId };
  return [{ name, dimensions: { ...identity, Stage: name } }];
}

function stagePart(kind: ApiKind, { source, resource: api }: AnyApi, stage: WatchedStage, index: number): Part {
  const { resource, dimensions } = stage;
  const label = index === 0 || resource === undefined ? undefined : stackPathOf(resource);
  return {
    id: label ?? '',
    label,
    stack: Stack.of(resource ?? source),
    dimensions,
    rules: candidates(kind.rules, {}),
    charts: apiCharts(kind.metrics),
    consoleUrl: api && consoleUrl(api, kind.consolePath(api)),
  };
}

function operationDetail({ metrics }: ApiKind, stage: WatchedStage, { method, resource }: OperationPath): Detail {
  const name = `${method} ${resource}${stage.name === '$default' ? '' : ` (${stage.name})`}`;
  return {
    dimensions: { ...stage.dimensions, Resource: resource, Method: method },
    charts: [
      { title: `${name}: responses`, left: responses(metrics) },
      { title: `${name}: latency`, left: latencies(metrics) },
    ],
  };
}
