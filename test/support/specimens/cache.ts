import type { Stack } from 'aws-cdk-lib';
import { CfnCacheCluster, CfnReplicationGroup, CfnServerlessCache } from 'aws-cdk-lib/aws-elasticache';
import { CfnCluster } from 'aws-cdk-lib/aws-memorydb';
import type { Specimens } from './specimen';

const redis = { engine: 'valkey', replicationGroupDescription: 'specimen' };

export const specimens: Specimens = {
  add: (stack: Stack) => {
    new CfnReplicationGroup(stack, 'SessionCache', { ...redis, cacheNodeType: 'cache.r7g.large', numCacheClusters: 2 });
    new CfnReplicationGroup(stack, 'LimitCache', { ...redis, cacheNodeType: 'cache.t4g.small', numCacheClusters: 1 });
    new CfnCacheCluster(stack, 'PageCache', {
      engine: 'memcached',
      cacheNodeType: 'cache.m7g.large',
      numCacheNodes: 1,
    });
    const limit = { dataStorage: { maximum: 10, unit: 'GB' } };
    new CfnServerlessCache(stack, 'CartCache', {
      engine: 'valkey',
      serverlessCacheName: 'carts',
      cacheUsageLimits: limit,
    });
    new CfnServerlessCache(stack, 'ViewCache', { engine: 'valkey', serverlessCacheName: 'views' });
    const memory = { aclName: 'open-access', clusterName: 'ranking' };
    new CfnCluster(stack, 'RankingMemory', { ...memory, nodeType: 'db.r7g.large' });
    new CfnCluster(stack, 'ScoresMemory', {
      ...memory,
      clusterName: 'scores',
      nodeType: 'db.t4g.small',
      numReplicasPerShard: 0,
    });
  },
  shows: {
    'Node of ElastiCache': {
      'Valkey or Redis OSS, with a replica': 'SessionCache/001',
      'Valkey or Redis OSS, one node of the T family': 'LimitCache',
      Memcached: 'PageCache',
    },
    'Serverless cache of ElastiCache': { 'at most 10 GB': 'CartCache', 'without a limit': 'ViewCache' },
    'MemoryDB cluster': { 'with a replica': 'RankingMemory', 'without a replica': 'ScoresMemory' },
  },
};
