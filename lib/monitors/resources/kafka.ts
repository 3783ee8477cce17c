import { Stack } from 'aws-cdk-lib';
import type { CfnCluster } from 'aws-cdk-lib/aws-msk';
import type { Charts } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';
import { KAFKA_CLUSTER } from '../../resources/kafka';
import { KAFKA_BROKER_RULES, KAFKA_CLUSTER_RULES } from '../../rules/kafka-rules';
import { candidates } from '../../rules/rule';
import { numberIn } from '../../tree/inspect';
import { consoleUrl } from './console';
import { registerResource } from './registration';

const line = linesOf('AWS/Kafka');
const offline = line('Offline partitions', 'error', 'OfflinePartitionsCount', 'Maximum');
const disk = line('Storage', 'usage', 'KafkaDataLogsDiskUsed', 'Maximum', { rules: ['KafkaDisk'] });
const cpu = line('CPU of user', 'backlog', 'CpuUser', 'Average');

const CLUSTER_CHARTS: Charts = {
  numbers: [offline],
  symptoms: [graph('offline partitions', 'Count', offline)],
  causes: [],
};
const BROKER_CHARTS: Charts = {
  numbers: [],
  symptoms: [],
  causes: [graph('storage', 'Percent', disk), graph('CPU', 'Percent', cpu)],
};

/** Brokers are numbered from 1. Without Express brokers' own metrics, both kinds publish the same here. */
const BROKERS_IF_UNKNOWN = 2;

export const KAFKA_CLUSTERS = registerResource<CfnCluster>({
  data: KAFKA_CLUSTER,
  component: 'EventApi',
  parts: (cluster) => {
    const brokers = numberIn(cluster.numberOfBrokerNodes, cluster) ?? BROKERS_IF_UNKNOWN;
    const common = { stack: Stack.of(cluster), measures: [cluster] };
    return [
      {
        ...common,
        id: '',
        dimensions: { 'Cluster Name': cluster.clusterName },
        rules: candidates(KAFKA_CLUSTER_RULES, {}),
        charts: CLUSTER_CHARTS,
        consoleUrl: consoleUrl(cluster, 'msk/home#/clusters'),
      },
      ...Array.from({ length: brokers }, (_, index) => {
        const label = `broker-${index + 1}`;
        return {
          ...common,
          id: label,
          label,
          dimensions: { 'Cluster Name': cluster.clusterName, 'Broker ID': String(index + 1) },
          rules: candidates(KAFKA_BROKER_RULES, {}),
          charts: BROKER_CHARTS,
        };
      }),
    ];
  },
});
