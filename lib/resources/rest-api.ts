import { REST_API_RULES } from '../rules/api-rules';
import { ANY, type ResourceType, section } from './resource-type';

export const REST_API: ResourceType = {
  type: 'AWS::ApiGateway::RestApi',
  sections: [
    section({
      component: 'HttpApi',
      resource: 'REST API',
      dimensions: ['ApiName', 'Stage'],
      table: REST_API_RULES,
      examples: ANY,
    }),
  ],
};
