import { own } from '../simulator/own';
import { rootOf } from './deployed-stack';
import { type DeclaredResource, declarationOf, type Inventory } from './inventory';
import { booleanIn, type Json, type JsonObject, objectIn, objectsIn, textIn } from './json';
import type { ApiStage } from './model';

/** The stages of all APIs, with the number of operations whose detailed metrics are switched on. */
export function readApiStages(inventory: Inventory): ApiStage[] {
  return [...readRestStages(inventory), ...readHttpStages(inventory)];
}

function readRestStages(inventory: Inventory): ApiStage[] {
  const apis = ['AWS::ApiGateway::RestApi', 'AWS::Serverless::Api'].flatMap((type) => inventory.ofType(type));
  const methods = inventory.ofType('AWS::ApiGateway::Method');
  return inventory.ofType('AWS::ApiGateway::Stage').map((stage) => {
    const { MethodSettings, CacheClusterEnabled } = stage.properties;
    const api = apiOf(stage, apis, 'RestApiId');
    const operations = partsOf(stage, methods, 'RestApiId').length + operationsIn(bodyOf(api));
    return {
      ...declarationOf(stage),
      api: textIn(api?.properties.Name) ?? textIn(stage.properties.RestApiId) ?? '',
      kind: 'REST',
      stage: stage.physical.name,
      detailedOperations: detailedMethods(objectsIn(MethodSettings), operations),
      caching: booleanIn(CacheClusterEnabled) ?? false,
    };
  });
}

/** One setting may apply to all methods; others apply to one method each. */
function detailedMethods(settings: readonly JsonObject[], operations: number): number {
  const isGeneral = ({ HttpMethod, ResourcePath }: JsonObject) => HttpMethod === '*' && ResourcePath === '/*';
  const isOn = ({ MetricsEnabled }: JsonObject) => booleanIn(MetricsEnabled) ?? false;
  const special = settings.filter((setting) => !isGeneral(setting));
  if (!settings.some((setting) => isGeneral(setting) && isOn(setting))) return special.filter(isOn).length;
  return Math.max(0, operations - special.filter((setting) => !isOn(setting)).length);
}

function readHttpStages(inventory: Inventory): ApiStage[] {
  const apis = ['AWS::ApiGatewayV2::Api', 'AWS::Serverless::HttpApi'].flatMap((type) => inventory.ofType(type));
  const routes = inventory.ofType('AWS::ApiGatewayV2::Route');
  return inventory.ofType('AWS::ApiGatewayV2::Stage').map((stage) => {
    const { DefaultRouteSettings, RouteSettings } = stage.properties;
    const api = apiOf(stage, apis, 'ApiId');
    const general = booleanIn(objectIn(DefaultRouteSettings).DetailedMetricsEnabled) ?? false;
    const isDetailed = ({ properties }: DeclaredResource) => {
      const special = objectIn(own(objectIn(RouteSettings), textIn(properties.RouteKey) ?? ''));
      return booleanIn(special.DetailedMetricsEnabled) ?? general;
    };
    const detailed = partsOf(stage, routes, 'ApiId').filter(isDetailed).length;
    return {
      ...declarationOf(stage),
      api: textIn(api?.properties.Name) ?? textIn(stage.properties.ApiId) ?? '',
      kind: api?.properties.ProtocolType === 'WEBSOCKET' ? 'WEBSOCKET' : 'HTTP',
      stage: stage.physical.name,
      detailedOperations: detailed + (general ? operationsIn(bodyOf(api)) : 0),
      caching: false,
    };
  });
}

/** An API is known by its logical id, which is unique only within the stack that people deploy. */
const together = (one: DeclaredResource, other: DeclaredResource) => rootOf(one.stack) === rootOf(other.stack);

const apiOf = (stage: DeclaredResource, apis: readonly DeclaredResource[], idProperty: string) =>
  apis.find((api) => together(api, stage) && api.logicalId === stage.properties[idProperty]);

const partsOf = (stage: DeclaredResource, parts: readonly DeclaredResource[], idProperty: string) =>
  parts.filter((part) => together(part, stage) && part.properties[idProperty] === stage.properties[idProperty]);

/** The Serverless Application Model has another name for it. */
const bodyOf = (api: DeclaredResource | undefined): Json | undefined =>
  api?.properties.Body ?? api?.properties.DefinitionBody;

const VERBS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'x-amazon-apigateway-any-method'];

/** Of an OpenAPI document in the template. */
function operationsIn(body: Json | undefined): number {
  const paths = Object.values(objectIn(objectIn(body).paths));
  return paths.flatMap((path) => Object.keys(objectIn(path))).filter((key) => VERBS.includes(key)).length;
}
