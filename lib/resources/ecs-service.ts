import { ECS_SERVICE_RULES } from '../rules/ecs-service-rules';
import { arn, name } from './names';
import { type ResourceType, section } from './resource-type';

const serviceArn = arn('ecs', ({ unique }) => `service/${unique}`);

export const ECS_SERVICE: ResourceType = {
  type: 'AWS::ECS::Service',
  names: { nameProperty: 'ServiceName', ref: serviceArn, attributes: { Name: name, ServiceArn: serviceArn } },
  failures: ['overloaded', 'metric-stops'],
  sections: [
    section({
      component: 'HttpApi',
      resource: 'ECS service',
      dimensions: ['ClusterName', 'ServiceName'],
      table: ECS_SERVICE_RULES,
      examples: [
        { name: 'always running', facts: { isAlwaysRunning: true, hasContainerInsights: false } },
        {
          name: 'scaled to nothing at times, with Container Insights',
          facts: { isAlwaysRunning: false, hasContainerInsights: true },
        },
      ],
    }),
  ],
};
