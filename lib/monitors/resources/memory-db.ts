import { Stack } from 'aws-cdk-lib';
import type { CfnCluster } from 'aws-cdk-lib/aws-memorydb';
import { MEMORY_DB_CLUSTER } from '../../resources/memory-db';
import { MEMORY_DB_RULES } from '../../rules/cache-rules';
import { candidates } from '../../rules/rule';
import { numberIn, stringIn } from '../../tree/inspect';
import { consoleUrl } from './console';
import { engineCharts, maxConnectionsOf } from './engine-charts';
import { registerResource } from './registration';

/** What MemoryDB gives a shard without the property. */
const REPLICAS = 1;

export const MEMORY_DB_CLUSTERS = registerResource<CfnCluster>({
  data: MEMORY_DB_CLUSTER,
  component: 'Database',
  parts: (cluster) => [
    {
      id: '',
      stack: Stack.of(cluster),
      dimensions: { ClusterName: cluster.ref },
      rules: candidates(MEMORY_DB_RULES, {
        hasReplicas: (numberIn(cluster.numReplicasPerShard, cluster) ?? REPLICAS) > 0,
        maxConnections: maxConnectionsOf(stringIn(cluster.nodeType, cluster) ?? ''),
      }),
      charts: engineCharts('AWS/MemoryDB', false),
      consoleUrl: consoleUrl(cluster, 'memorydb/home#/clusters'),
    },
  ],
});
