import type { Stack } from 'aws-cdk-lib';
import { CfnBroker } from 'aws-cdk-lib/aws-amazonmq';
import { CfnAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { CfnInstance } from 'aws-cdk-lib/aws-ec2';
import { CfnCluster as CfnEksCluster } from 'aws-cdk-lib/aws-eks';
import { CfnCluster as CfnKafkaCluster } from 'aws-cdk-lib/aws-msk';
import type { Specimens } from './specimen';

const broker = (stack: Stack, id: string, engineType: string) =>
  new CfnBroker(stack, id, {
    brokerName: id.toLowerCase(),
    engineType,
    deploymentMode: 'SINGLE_INSTANCE',
    hostInstanceType: 'mq.m5.large',
    publiclyAccessible: false,
    users: [],
  });

export const specimens: Specimens = {
  add: (stack: Stack) => {
    new CfnInstance(stack, 'Bastion', {});
    const size = { minSize: '1', maxSize: '4' };
    new CfnAutoScalingGroup(stack, 'MeasuredFleet', { ...size, metricsCollection: [{ granularity: '1Minute' }] });
    new CfnAutoScalingGroup(stack, 'Fleet', size);
    new CfnEksCluster(stack, 'Kubernetes', {
      roleArn: 'arn:aws:iam::111111111111:role/specimen',
      resourcesVpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] },
    });
    new CfnKafkaCluster(stack, 'Kafka', {
      clusterName: 'events',
      kafkaVersion: '3.8.x',
      numberOfBrokerNodes: 2,
      brokerNodeGroupInfo: { clientSubnets: ['subnet-1', 'subnet-2'], instanceType: 'kafka.m7g.large' },
    });
    broker(stack, 'Active', 'ACTIVEMQ');
    broker(stack, 'Rabbit', 'RABBITMQ');
  },
  shows: {
    'EC2 instance': { any: 'Bastion' },
    'Auto Scaling group': { 'with group metrics': 'MeasuredFleet', 'without them': 'Fleet' },
    'EKS cluster': { any: 'Kubernetes' },
    'MSK cluster': { any: 'Kafka' },
    'Broker of an MSK cluster': { any: 'Kafka/broker-1' },
    'Broker of Amazon MQ': { ActiveMQ: 'Active', RabbitMQ: 'Rabbit' },
  },
};
