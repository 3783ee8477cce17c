import { HTTP_API_RULES } from '../rules/api-rules';
import { ANY, type ResourceType, section } from './resource-type';

export const HTTP_API: ResourceType = {
  type: 'AWS::ApiGatewayV2::Api',
  sections: [
    section({
      component: 'HttpApi',
      resource: 'HTTP API',
      dimensions: ['ApiId', 'Stage'],
      table: HTTP_API_RULES,
      examples: ANY,
    }),
  ],
};
