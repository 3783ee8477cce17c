import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';
import type { RuleRow } from './rule';

/** A cluster of Valkey or Redis OSS. */
export interface EngineFacts {
  readonly hasReplicas: boolean;
  readonly maxConnections: number;
}

export interface CacheNodeFacts extends Omit<EngineFacts, 'maxConnections'> {
  readonly isMemcached: boolean;
  readonly maxConnections?: number;
}

const QUARTER = { periodMinutes: 5, datapoints: [3, 3] } as const;

type Row<Facts> = Omit<RuleRow<Facts>, 'ground'>;

/** The rules of Valkey, Redis OSS and Memcached, wherever they run. */
const engineRows = (namespace: string) => {
  const engine = metricsOf(namespace);
  return {
    down: {
      id: 'EngineDown',
      severity: Severity.P1,
      metrics: { m: engine('CPUUtilization', 'SampleCount') },
      label: 'Datapoints of CPU use',
      unit: 'count',
      periodMinutes: 1,
      datapoints: [10, 10],
      is: '<',
      threshold: 1,
      missing: 'breaching',
      why: 'The node publishes no metrics any more: it may be down.',
      steps: ['Look at its status and its newest events.', 'Fail over to a replica, or restore it from a snapshot.'],
      source: 'As DatabaseDown: ten silent minutes. A node that runs is measured each minute, also without clients.',
    },
    cpu: {
      id: 'EngineCpu',
      severity: Severity.P2,
      metrics: { m: engine('EngineCPUUtilization', 'Average') },
      label: 'CPU of the engine',
      unit: 'percent',
      ...QUARTER,
      is: '>=',
      threshold: 90,
      why: 'The engine has no CPU left: each command waits for the others.',
      steps: ['Find the commands that take the time.', 'Add replicas for reads, shards for writes, or a larger node.'],
      source:
        "AWS's recommendation: 90 %, of the core that Valkey and Redis OSS run their commands on, or of the node for Memcached.",
    },
    memory: {
      id: 'EngineMemory',
      severity: Severity.P2,
      metrics: { m: engine('DatabaseMemoryUsagePercentage', 'Average') },
      label: 'Memory in use',
      unit: 'percent',
      ...QUARTER,
      is: '>=',
      threshold: 90,
      why: 'The memory is nearly full: then writes are refused, or keys are evicted.',
      steps: ['Look for keys without an expiry.', 'Add shards, or take a larger node.'],
      source: 'Project default: 90 %, so that a tenth is left to act. MemoryDB refuses writes once it is full.',
    },
    connections: {
      id: 'EngineConnections',
      severity: Severity.P2,
      metrics: { m: engine('CurrConnections', 'Maximum') },
      label: 'Connections',
      unit: 'count',
      ...QUARTER,
      is: '>=',
      threshold: ({ maxConnections = 0 }: Partial<EngineFacts>) => 0.8 * maxConnections,
      why: 'The node is about to refuse connections.',
      steps: ['Find out which client opens them without closing them.', 'Pool connections.'],
      source: '80 % of the parameter `maxclients`, which AWS sets to 65,000, and to 20,000 on nodes of the T family.',
    },
    lag: {
      id: 'EngineReplicaLag',
      severity: Severity.P2,
      appliesTo: ({ hasReplicas }: Pick<EngineFacts, 'hasReplicas'>) => hasReplicas,
      metrics: { m: engine('ReplicationLag', 'Maximum') },
      label: 'Replica lag',
      unit: 'seconds',
      ...QUARTER,
      is: '>=',
      threshold: 60,
      why: 'Readers get outdated data, and a failover would lose the newest writes.',
      steps: ['Compare the writes with what the network of the node allows.', 'Look for one large key.'],
      source: 'As ReplicaLag: AWS recommends 60 seconds for databases. The primary publishes zero or nothing.',
    },
    throttling: {
      id: 'EngineThrottling',
      severity: Severity.P2,
      metrics: { m: engine('TrafficManagementActive', 'Maximum') },
      label: 'Whether commands are slowed down',
      unit: 'count',
      ...QUARTER,
      is: '>=',
      threshold: 1,
      why: 'The node gets more commands than it can process, and slows clients down.',
      steps: ['Find the client that sends so much.', 'Add shards, or take a larger node.'],
      source: 'AWS: 1 for a long time means that the node is too small. A quarter of an hour without a break.',
    },
  } as const satisfies Record<string, Row<EngineFacts>>;
};

const node = engineRows('AWS/ElastiCache');
const isRedis = ({ isMemcached }: CacheNodeFacts): boolean => !isMemcached;
const nodeMetrics = metricsOf('AWS/ElastiCache');

export const CACHE_NODE_RULES = documentedBy<CacheNodeFacts>('AmazonElastiCache/latest/dg/CacheMetrics.Redis.html', [
  node.down,
  {
    ...node.cpu,
    metrics: ({ isMemcached }) => ({
      m: nodeMetrics(isMemcached ? 'CPUUtilization' : 'EngineCPUUtilization', 'Average'),
    }),
  },
  {
    ...node.memory,
    id: 'CacheMemory',
    appliesTo: isRedis,
    threshold: undefined,
    source: 'No default: a cache that evicts is full all the time and well.',
  },
  { ...node.connections, appliesTo: ({ maxConnections }) => maxConnections !== undefined },
  node.lag,
  { ...node.throttling, appliesTo: isRedis },
]);

const memoryDb = engineRows('AWS/MemoryDB');

/** It publishes nothing about traffic that it slows down. */
export const MEMORY_DB_RULES = documentedBy<EngineFacts>('memorydb/latest/devguide/metrics.memorydb.html', [
  memoryDb.down,
  memoryDb.cpu,
  memoryDb.memory,
  memoryDb.connections,
  memoryDb.lag,
]);

export interface ServerlessCacheFacts {
  /** The most that it stores; undefined where no limit is set. */
  readonly maxBytes?: number;
}

export const SERVERLESS_CACHE_RULES = documentedBy<ServerlessCacheFacts>(
  'AmazonElastiCache/latest/dg/serverless-metrics-events-redis.html',
  [
    {
      id: 'CacheThrottled',
      severity: Severity.P2,
      metrics: { m: nodeMetrics('ThrottledCmds', 'Sum') },
      label: 'Throttled commands',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [3, 5],
      is: '>=',
      threshold: 1,
      why: 'Commands are refused: they grow faster than the cache scales, or its limit is reached.',
      steps: ['Compare ElastiCacheProcessingUnits with the limit of the cache.', 'Raise its minimum or its limit.'],
      source: 'As FunctionThrottled: three separate windows, since bursts touch two at most.',
    },
    {
      id: 'CacheDataNearLimit',
      severity: Severity.P2,
      appliesTo: ({ maxBytes }) => maxBytes !== undefined,
      metrics: { m: nodeMetrics('BytesUsedForCache', 'Maximum') },
      label: 'Data stored',
      unit: 'bytes',
      ...QUARTER,
      is: '>=',
      threshold: ({ maxBytes = 0 }) => 0.9 * maxBytes,
      why: 'The cache has nearly as much data as its limit allows: then it evicts keys, or refuses writes.',
      steps: ['Look for keys without an expiry.', 'Raise the limit.'],
      source: 'Project default: 90 % of the limit that the app sets, so that a tenth is left to act.',
    },
  ],
);
