import {
  LOAD_BALANCER_RULES,
  NETWORK_LOAD_BALANCER_RULES,
  NETWORK_TARGET_GROUP_RULES,
  TARGET_GROUP_RULES,
} from '../rules/load-balancer-rules';
import { gauge, requests, state, throttles } from './made-data';
import { arn, type Derive, name } from './names';
import { ANY, type ResourceType, section } from './resource-type';

const loadBalancer: Derive = ({ name, logicalId, property }) =>
  `${property('Type') === 'network' ? 'net' : 'app'}/${name}/${logicalId}`;
const targetGroup: Derive = ({ name, logicalId }) => `targetgroup/${name}/${logicalId}`;
const elb = (resource: Derive) => arn('elasticloadbalancing', resource);

export const LOAD_BALANCER: ResourceType = {
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  names: {
    nameProperty: 'Name',
    ref: elb((resource) => `loadbalancer/${loadBalancer(resource)}`),
    attributes: { LoadBalancerFullName: loadBalancer, LoadBalancerName: name },
  },
  // of a Network Load Balancer
  made: {
    metrics: { PortAllocationErrorCount: throttles(), NewFlowCount: requests(), ActiveFlowCount: gauge(50, 400, 500) },
  },
  sections: [
    section({
      component: 'WebPortal',
      resource: 'Application Load Balancer',
      dimensions: ['LoadBalancer'],
      table: LOAD_BALANCER_RULES,
      examples: ANY,
    }),
    section({
      component: 'WebPortal',
      resource: 'Network Load Balancer',
      dimensions: ['LoadBalancer'],
      table: NETWORK_LOAD_BALANCER_RULES,
      examples: ANY,
    }),
  ],
};

export const TARGET_GROUP: ResourceType = {
  type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  names: {
    nameProperty: 'Name',
    ref: elb(targetGroup),
    attributes: { TargetGroupFullName: targetGroup, TargetGroupName: name },
  },
  // of a Network Load Balancer
  made: { metrics: { HealthyHostCount: state(2, 0), UnHealthyHostCount: state(0, 2) } },
  sections: [
    section({
      component: 'WebPortal',
      resource: 'Target group',
      dimensions: ['TargetGroup', 'LoadBalancer'],
      table: TARGET_GROUP_RULES,
      examples: [
        { name: 'instances or addresses', facts: { isLambda: false } },
        { name: 'a function', facts: { isLambda: true } },
        { name: 'behind a test listener alone', facts: { isLambda: false, isTested: true } },
      ],
    }),
    section({
      component: 'WebPortal',
      resource: 'Target group of a Network Load Balancer',
      dimensions: ['TargetGroup', 'LoadBalancer'],
      table: NETWORK_TARGET_GROUP_RULES,
      examples: [
        { name: 'any', facts: {} },
        { name: 'behind a test listener alone', facts: { isTested: true } },
      ],
    }),
  ],
};
