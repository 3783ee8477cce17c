import { AUTO_SCALING_GROUP_RULES, EC2_INSTANCE_RULES } from '../rules/instance-rules';
import { gauge, type MadeData, state } from './made-data';
import { name } from './names';
import { ANY, type ResourceType, section } from './resource-type';

const EC2_MADE: MadeData = { metrics: { CPUUtilization: gauge(10, 50, 100), StatusCheckFailed: state(0, 1) } };

export const INSTANCE: ResourceType = {
  type: 'AWS::EC2::Instance',
  names: { ref: ({ unique }) => unique, attributes: { InstanceId: ({ unique }) => unique } },
  made: EC2_MADE,
  sections: [
    section({
      component: 'HttpApi',
      resource: 'EC2 instance',
      dimensions: ['InstanceId'],
      table: EC2_INSTANCE_RULES,
      examples: ANY,
    }),
  ],
};

export const AUTO_SCALING_GROUP: ResourceType = {
  type: 'AWS::AutoScaling::AutoScalingGroup',
  names: { nameProperty: 'AutoScalingGroupName', ref: name, attributes: {} },
  made: {
    metrics: {
      ...EC2_MADE.metrics,
      GroupDesiredCapacity: state(3, 3),
      GroupInServiceInstances: state(3, 1),
    },
  },
  sections: [
    section({
      component: 'HttpApi',
      resource: 'Auto Scaling group',
      dimensions: ['AutoScalingGroupName'],
      table: AUTO_SCALING_GROUP_RULES,
      examples: [
        { name: 'with group metrics', facts: { isMeasured: true } },
        { name: 'without them', facts: { isMeasured: false } },
      ],
    }),
  ],
};
