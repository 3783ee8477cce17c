import { APP_RUNNER_RULES } from '../rules/app-runner-rules';
import { duration, failures, refusals, requests } from './made-data';
import { arn } from './names';
import { ANY, type ResourceType, section } from './resource-type';

const serviceArn = arn('apprunner', ({ name, unique }) => `service/${name}/${unique}`);

export const APP_RUNNER_SERVICE: ResourceType = {
  type: 'AWS::AppRunner::Service',
  names: {
    nameProperty: 'ServiceName',
    ref: serviceArn,
    attributes: { ServiceArn: serviceArn, ServiceId: ({ unique }) => unique },
  },
  made: {
    metrics: {
      Requests: requests(),
      '5xxStatusResponses': failures(),
      '4xxStatusResponses': refusals(),
      RequestLatency: duration(80),
    },
  },
  sections: [
    section({
      component: 'HttpApi',
      resource: 'App Runner service',
      dimensions: ['ServiceName', 'ServiceID'],
      table: APP_RUNNER_RULES,
      examples: ANY,
    }),
  ],
};
