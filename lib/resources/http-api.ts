import { HTTP_API_RULES, WEB_SOCKET_API_RULES } from '../rules/api-rules';
import { duration, failures, refusals, requests } from './made-data';
import { ANY, type ResourceType, section } from './resource-type';

export const HTTP_API: ResourceType = {
  type: 'AWS::ApiGatewayV2::Api',
  // of a WebSocket API
  made: {
    metrics: {
      MessageCount: requests(),
      ExecutionError: failures(),
      ClientError: refusals(),
      IntegrationLatency: duration(60),
    },
  },
  sections: [
    section({
      component: 'HttpApi',
      resource: 'HTTP API',
      dimensions: ['ApiId', 'Stage'],
      table: HTTP_API_RULES,
      examples: ANY,
    }),
    section({
      component: 'HttpApi',
      resource: 'WebSocket API',
      dimensions: ['ApiId', 'Stage'],
      table: WEB_SOCKET_API_RULES,
      examples: ANY,
    }),
  ],
};
