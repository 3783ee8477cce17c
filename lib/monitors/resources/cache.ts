import { Stack, Token } from 'aws-cdk-lib';
import type { CfnCacheCluster, CfnReplicationGroup, CfnServerlessCache } from 'aws-cdk-lib/aws-elasticache';
import type { Charts } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';
import type { Part } from '../../dashboards/part';
import { CACHE_CLUSTER, REPLICATION_GROUP, SERVERLESS_CACHE } from '../../resources/cache';
import { CACHE_NODE_RULES, type CacheNodeFacts, SERVERLESS_CACHE_RULES } from '../../rules/cache-rules';
import { candidates } from '../../rules/rule';
import { inspect, numberIn, stringIn } from '../../tree/inspect';
import { consoleUrl } from './console';
import { engineCharts, maxConnectionsOf } from './engine-charts';
import { registerResource } from './registration';

const numbered = (index: number, digits: number): string => String(index + 1).padStart(digits, '0');

/** ElastiCache writes ids in small letters, whatever the template has. */
const inSmallLetters = (id: string): string => (Token.isUnresolved(id) ? id : id.toLowerCase());

/** What ElastiCache names the nodes of a group after its id: by shard, if it has shards. */
function nodesOf(group: CfnReplicationGroup): string[] {
  const number = (value: unknown): number | undefined => numberIn(value, group);
  const replicas = number(group.replicasPerNodeGroup);
  const shards = number(group.numNodeGroups);
  const configured = inspect<{ replicaCount?: number }[]>(group.nodeGroupConfiguration, group);
  const isSharded = (shards ?? 1) > 1 || stringIn(group.clusterMode, group) === 'enabled';
  if (!isSharded) {
    const nodes = number(group.numCacheClusters) ?? (replicas ?? 0) + 1;
    return Array.from({ length: nodes }, (_, node) => numbered(node, 3));
  }
  return Array.from({ length: shards ?? configured?.length ?? 1 }, (_, shard) => {
    const nodes = 1 + (number(configured?.[shard]?.replicaCount) ?? replicas ?? 0);
    return Array.from({ length: nodes }, (_, node) => `${numbered(shard, 4)}-${numbered(node, 3)}`);
  }).flat();
}

function nodePart(
  resource: CfnReplicationGroup | CfnCacheCluster,
  [cluster, node]: readonly [cluster: string, node: string],
  facts: CacheNodeFacts,
  label: string | undefined,
): Part {
  return {
    id: label ?? '',
    label,
    stack: Stack.of(resource),
    dimensions: { CacheClusterId: cluster, CacheNodeId: node },
    measures: [resource],
    rules: candidates(CACHE_NODE_RULES, facts),
    charts: engineCharts('AWS/ElastiCache', facts.isMemcached),
    consoleUrl: consoleUrl(resource, 'elasticache/home#/redis'),
  };
}

export const REPLICATION_GROUPS = registerResource<CfnReplicationGroup>({
  data: REPLICATION_GROUP,
  component: 'Database',
  parts: (group) => {
    const nodes = nodesOf(group);
    const id = group.replicationGroupId === undefined ? group.ref : inSmallLetters(group.replicationGroupId);
    const facts = {
      isMemcached: false,
      hasReplicas: nodes.some((node) => node.endsWith('002')),
      maxConnections: maxConnectionsOf(stringIn(group.cacheNodeType, group) ?? ''),
    };
    return nodes.map((node) =>
      nodePart(group, [`${id}-${node}`, '0001'], facts, nodes.length === 1 ? undefined : node),
    );
  },
});

/** Of a replication group, it is one of the nodes that the group has. */
export const CACHE_CLUSTERS = registerResource<CfnCacheCluster>({
  data: CACHE_CLUSTER,
  component: 'Database',
  parts: (cluster) => {
    const isMemcached = stringIn(cluster.engine, cluster) === 'memcached';
    const id = cluster.clusterName === undefined ? cluster.ref : inSmallLetters(cluster.clusterName);
    const nodes = isMemcached ? (numberIn(cluster.numCacheNodes, cluster) ?? 1) : 1;
    const facts = {
      isMemcached,
      hasReplicas: false,
      maxConnections: isMemcached ? undefined : maxConnectionsOf(stringIn(cluster.cacheNodeType, cluster) ?? ''),
    };
    return Array.from({ length: nodes }, (_, node) =>
      nodePart(cluster, [id, numbered(node, 4)], facts, nodes === 1 ? undefined : numbered(node, 4)),
    );
  },
});

const line = linesOf('AWS/ElastiCache');
const units = line('Processing units', 'traffic', 'ElastiCacheProcessingUnits', 'Sum');
const throttled = line('Throttled', 'throttle', 'ThrottledCmds', 'Sum');
const stored = line('Data', 'usage', 'BytesUsedForCache', 'Maximum', {
  scale: { over: 2 ** 30 },
  rules: ['CacheDataNearLimit'],
});

const SERVERLESS_CHARTS: Charts = {
  numbers: [{ ...units, label: 'Processing units in 5 min' }, { ...stored, label: 'Data (GiB)' }, throttled],
  symptoms: [{ ...graph('throttled commands', 'Count', throttled), right: { unit: 'Count', lines: [units] } }],
  causes: [graph('data', 'GiB', stored)],
};

export const SERVERLESS_CACHES = registerResource<CfnServerlessCache>({
  data: SERVERLESS_CACHE,
  component: 'Database',
  parts: (cache) => {
    const limits = inspect<CfnServerlessCache.CacheUsageLimitsProperty>(cache.cacheUsageLimits, cache);
    const storage = inspect<CfnServerlessCache.DataStorageProperty>(limits?.dataStorage, cache);
    const maximum = numberIn(storage?.maximum, cache);
    return [
      {
        id: '',
        stack: Stack.of(cache),
        dimensions: { clusterId: inSmallLetters(cache.serverlessCacheName) },
        measures: [cache],
        rules: candidates(SERVERLESS_CACHE_RULES, { maxBytes: maximum === undefined ? undefined : maximum * 1e9 }),
        charts: SERVERLESS_CHARTS,
        consoleUrl: consoleUrl(cache, 'elasticache/home#/redis'),
      },
    ];
  },
});
