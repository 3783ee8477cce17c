import { CACHE_NODE_RULES, SERVERLESS_CACHE_RULES } from '../rules/cache-rules';
import { duration, gauge, type MadeData, requests, state, throttles } from './made-data';
import { arn, name, named } from './names';
import { type ResourceType, section } from './resource-type';

const elastiCache = (kind: string) => arn('elasticache', ({ unique }) => `${kind}:${unique}`);

/** What a node of Valkey, Redis OSS or Memcached publishes in a rehearsal. */
export const ENGINE_MADE: MadeData = {
  metrics: {
    CPUUtilization: gauge(10, 30, 99),
    EngineCPUUtilization: gauge(10, 35, 99),
    DatabaseMemoryUsagePercentage: gauge(55, 60, 99),
    CurrConnections: gauge(60, 400, 64_000),
    ReplicationLag: state(0, 900),
    TrafficManagementActive: gauge(0, 0, 1),
    CacheHits: requests(20),
    CacheMisses: requests(2),
  },
};

/** Its nodes are the parts of a component. */
export const REPLICATION_GROUP: ResourceType = {
  type: 'AWS::ElastiCache::ReplicationGroup',
  names: { nameProperty: 'ReplicationGroupId', ref: name, attributes: {} },
  made: ENGINE_MADE,
  sections: [
    section({
      component: 'Database',
      resource: 'Node of ElastiCache',
      dimensions: ['CacheClusterId', 'CacheNodeId'],
      table: CACHE_NODE_RULES,
      examples: [
        {
          name: 'Valkey or Redis OSS, with a replica',
          facts: { isMemcached: false, hasReplicas: true, maxConnections: 65_000 },
        },
        {
          name: 'Valkey or Redis OSS, one node of the T family',
          facts: { isMemcached: false, hasReplicas: false, maxConnections: 20_000 },
        },
        { name: 'Memcached', facts: { isMemcached: true, hasReplicas: false } },
      ],
    }),
  ],
};

/** Watched as the nodes of a replication group are. */
export const CACHE_CLUSTER: ResourceType = {
  type: 'AWS::ElastiCache::CacheCluster',
  names: { nameProperty: 'ClusterName', ref: name, attributes: {} },
  sections: REPLICATION_GROUP.sections,
};

export const SERVERLESS_CACHE: ResourceType = {
  type: 'AWS::ElastiCache::ServerlessCache',
  names: named('ServerlessCacheName', elastiCache('serverlesscache')),
  made: {
    metrics: {
      ThrottledCmds: throttles(),
      BytesUsedForCache: gauge(2e9, 2.1e9, 2e10),
      ElastiCacheProcessingUnits: requests(3),
      SuccessfulReadRequestLatency: duration(400),
      SuccessfulWriteRequestLatency: duration(500),
    },
  },
  sections: [
    section({
      component: 'Database',
      resource: 'Serverless cache of ElastiCache',
      dimensions: ['clusterId'],
      table: SERVERLESS_CACHE_RULES,
      examples: [
        { name: 'at most 10 GB', facts: { maxBytes: 10e9 } },
        { name: 'without a limit', facts: {} },
      ],
    }),
  ],
};
