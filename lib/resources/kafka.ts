import { KAFKA_BROKER_RULES, KAFKA_CLUSTER_RULES } from '../rules/kafka-rules';
import { gauge, state } from './made-data';
import { arn } from './names';
import { ANY, type ResourceType, section } from './resource-type';

const clusterArn = arn('kafka', ({ name, unique }) => `cluster/${name}/${unique}`);

export const KAFKA_CLUSTER: ResourceType = {
  type: 'AWS::MSK::Cluster',
  names: { nameProperty: 'ClusterName', ref: clusterArn, attributes: { Arn: clusterArn } },
  made: {
    metrics: {
      OfflinePartitionsCount: state(0, 4),
      KafkaDataLogsDiskUsed: gauge(40, 45, 99),
      CpuUser: gauge(8, 30, 90),
      CpuSystem: gauge(2, 8, 10),
      UnderReplicatedPartitions: state(0, 40),
    },
  },
  sections: [
    section({
      component: 'EventApi',
      resource: 'MSK cluster',
      dimensions: ['Cluster Name'],
      table: KAFKA_CLUSTER_RULES,
      examples: ANY,
    }),
    section({
      component: 'EventApi',
      resource: 'Broker of an MSK cluster',
      dimensions: ['Cluster Name', 'Broker ID'],
      table: KAFKA_BROKER_RULES,
      examples: ANY,
    }),
  ],
};
