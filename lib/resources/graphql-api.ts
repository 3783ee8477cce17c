import { GRAPHQL_API_RULES } from '../rules/graphql-api-rules';
import { arn } from './names';
import { ANY, type ResourceType, section } from './resource-type';

const apiArn = arn('appsync', ({ unique }) => `apis/${unique}`);

export const GRAPHQL_API: ResourceType = {
  type: 'AWS::AppSync::GraphQLApi',
  names: { ref: apiArn, attributes: { ApiId: ({ unique }) => unique, Arn: apiArn } },
  failures: ['bad-deployment', 'slow-dependency', 'quiet-night', 'spike', 'metric-stops'],
  sections: [
    section({
      component: 'HttpApi',
      resource: 'GraphQL API of AppSync',
      dimensions: ['GraphQLAPIId'],
      table: GRAPHQL_API_RULES,
      examples: ANY,
    }),
  ],
};
