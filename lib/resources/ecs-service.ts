import { ECS_SERVICE_RULES } from '../rules/ecs-service-rules';
import { gauge, state } from './made-data';
import { arn, name } from './names';
import { type ResourceType, section } from './resource-type';

const serviceArn = arn('ecs', ({ unique }) => `service/${unique}`);

export const ECS_SERVICE: ResourceType = {
  type: 'AWS::ECS::Service',
  names: { nameProperty: 'ServiceName', ref: serviceArn, attributes: { Name: name, ServiceArn: serviceArn } },
  made: {
    metrics: {
      CPUUtilization: gauge(15, 45, 100),
      MemoryUtilization: gauge(50, 52, 100),
      DesiredTaskCount: state(2, 2),
      RunningTaskCount: state(2, 0),
    },
  },
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
