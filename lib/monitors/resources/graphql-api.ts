import { Stack } from 'aws-cdk-lib';
import type { CfnDataSource, CfnGraphQLApi, IGraphqlApi } from 'aws-cdk-lib/aws-appsync';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { apiCharts } from '../../dashboards/api-charts';
import { GRAPHQL_API } from '../../resources/graphql-api';
import { API_FUNCTION_RULES } from '../../rules/function-rules';
import { GRAPHQL_API_METRICS, GRAPHQL_API_RULES } from '../../rules/graphql-api-rules';
import { candidates } from '../../rules/rule';
import type { Imported, ResourceGraph } from '../../tree/resource-graph';
import { consoleUrl } from './console';
import { functionParts, functionsIn } from './function';
import { register } from './registration';

/** The functions that its data sources call, and those that authorize its requests. */
function functionsOf(api: CfnGraphQLApi | Imported, graph: ResourceGraph): CfnFunction[] {
  const sources = graph.referrers<CfnDataSource>('AWS::AppSync::DataSource', 'apiId', api);
  const called = sources.flatMap((source) => functionsIn(source.lambdaConfig, source));
  if ('id' in api) return called;
  const authorizers = [api.lambdaAuthorizerConfig, api.additionalAuthenticationProviders];
  return [...called, ...functionsIn(authorizers, api)];
}

export const GRAPHQL_APIS = register<IGraphqlApi, CfnGraphQLApi>({
  data: GRAPHQL_API,
  component: 'HttpApi',
  attribute: 'graphQLEndpointArn',
  parts: ({ source, resource: api }, context) => [
    {
      id: '',
      stack: Stack.of(source),
      dimensions: { GraphQLAPIId: api?.attrApiId ?? source.apiId },
      rules: candidates(GRAPHQL_API_RULES, {}),
      charts: apiCharts(GRAPHQL_API_METRICS),
      consoleUrl: api && consoleUrl(api, `appsync/home#/${api.attrApiId}/v1/home`),
    },
    ...functionParts(
      functionsOf(api ?? { id: source.apiId, scope: source }, context.graph),
      context,
      API_FUNCTION_RULES,
    ),
  ],
});
