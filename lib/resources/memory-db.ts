import { MEMORY_DB_RULES } from '../rules/cache-rules';
import { ENGINE_MADE } from './cache';
import { arn, named } from './names';
import { type ResourceType, section } from './resource-type';

export const MEMORY_DB_CLUSTER: ResourceType = {
  type: 'AWS::MemoryDB::Cluster',
  names: named(
    'ClusterName',
    arn('memorydb', ({ unique }) => `cluster/${unique}`),
  ),
  made: ENGINE_MADE,
  sections: [
    section({
      component: 'Database',
      resource: 'MemoryDB cluster',
      dimensions: ['ClusterName'],
      table: MEMORY_DB_RULES,
      examples: [
        { name: 'with a replica', facts: { hasReplicas: true, maxConnections: 65_000 } },
        { name: 'without a replica', facts: { hasReplicas: false, maxConnections: 20_000 } },
      ],
    }),
  ],
};
