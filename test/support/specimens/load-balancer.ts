import type { Stack } from 'aws-cdk-lib';
import { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Specimens } from './specimen';

export const specimens: Specimens = {
  add: (stack: Stack) => {
    const balancer = new elb.CfnLoadBalancer(stack, 'Web', { type: 'application', subnets: ['subnet-1', 'subnet-2'] });
    const instances = new elb.CfnTargetGroup(stack, 'Instances', {
      targetType: 'instance',
      port: 80,
      protocol: 'HTTP',
    });
    const fn = new elb.CfnTargetGroup(stack, 'TargetFunction', { targetType: 'lambda' });
    const forward = (group: elb.CfnTargetGroup) => [{ type: 'forward', targetGroupArn: group.ref }];
    const listener = new elb.CfnListener(stack, 'Listener', {
      loadBalancerArn: balancer.ref,
      port: 80,
      protocol: 'HTTP',
      defaultActions: forward(instances),
    });
    new elb.CfnListenerRule(stack, 'ListenerRule', {
      listenerArn: listener.ref,
      priority: 1,
      conditions: [{ field: 'path-pattern', values: ['/api/*'] }],
      actions: forward(fn),
    });

    const green = new elb.CfnTargetGroup(stack, 'Green', { targetType: 'ip', port: 80, protocol: 'HTTP' });
    const test = new elb.CfnListener(stack, 'TestListener', {
      loadBalancerArn: balancer.ref,
      port: 8080,
      protocol: 'HTTP',
      defaultActions: forward(green),
    });
    new CfnDeploymentGroup(stack, 'Deployments', {
      applicationName: 'web',
      serviceRoleArn: 'arn:aws:iam::111111111111:role/deployments',
      loadBalancerInfo: {
        targetGroupPairInfoList: [
          { prodTrafficRoute: { listenerArns: [listener.ref] }, testTrafficRoute: { listenerArns: [test.ref] } },
        ],
      },
    });
  },
  shows: {
    'Application Load Balancer': { any: 'Web' },
    'Target group': {
      'instances or addresses': 'Web/Instances',
      'a function': 'Web/TargetFunction',
      'behind a test listener alone': 'Web/Green',
    },
  },
};
