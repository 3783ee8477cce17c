import type { Stack } from 'aws-cdk-lib';
import { CfnApi, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnService } from 'aws-cdk-lib/aws-apprunner';
import { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { CfnNatGateway } from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Specimens } from './specimen';

export const specimens: Specimens = {
  add: (stack: Stack) => {
    const balancer = new elb.CfnLoadBalancer(stack, 'Tcp', { type: 'network', subnets: ['subnet-1', 'subnet-2'] });
    const group = new elb.CfnTargetGroup(stack, 'TcpTargets', { targetType: 'ip', port: 5432, protocol: 'TCP' });
    const green = new elb.CfnTargetGroup(stack, 'TcpGreen', { targetType: 'ip', port: 5432, protocol: 'TCP' });
    const listener = (id: string, port: number, { ref }: elb.CfnTargetGroup) =>
      new elb.CfnListener(stack, id, {
        loadBalancerArn: balancer.ref,
        port,
        protocol: 'TCP',
        defaultActions: [{ type: 'forward', targetGroupArn: ref }],
      });
    const live = listener('TcpListener', 5432, group);
    const test = listener('TcpTestListener', 5433, green);
    new CfnDeploymentGroup(stack, 'TcpDeployments', {
      applicationName: 'tcp',
      serviceRoleArn: 'arn:aws:iam::111111111111:role/deployments',
      loadBalancerInfo: {
        targetGroupPairInfoList: [
          { prodTrafficRoute: { listenerArns: [live.ref] }, testTrafficRoute: { listenerArns: [test.ref] } },
        ],
      },
    });
    new CfnNatGateway(stack, 'Nat', { subnetId: 'subnet-1', allocationId: 'eipalloc-1' });
    const chat = new CfnApi(stack, 'Chat', {
      name: 'chat',
      protocolType: 'WEBSOCKET',
      routeSelectionExpression: '$request.body.action',
    });
    new CfnStage(stack, 'ChatStage', { apiId: chat.ref, stageName: 'live' });
    new CfnService(stack, 'Runner', {
      serviceName: 'runner',
      sourceConfiguration: { imageRepository: { imageIdentifier: 'web', imageRepositoryType: 'ECR_PUBLIC' } },
    });
  },
  shows: {
    'Network Load Balancer': { any: 'Tcp' },
    'Target group of a Network Load Balancer': {
      any: 'Tcp/TcpTargets',
      'behind a test listener alone': 'Tcp/TcpGreen',
    },
    'NAT gateway': { any: 'Nat' },
    'WebSocket API': { any: 'Chat' },
    'App Runner service': { any: 'Runner' },
  },
};
