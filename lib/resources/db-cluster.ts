import { CLUSTER_RULES } from '../rules/cluster-rules';
import { arn, type Identification, named } from './names';
import { type ResourceType, section } from './resource-type';

export const DB_CLUSTER_NAMES: Identification = named(
  'DBClusterIdentifier',
  arn('rds', ({ unique }) => `cluster:${unique}`),
);

export const DB_CLUSTER: ResourceType = {
  type: 'AWS::RDS::DBCluster',
  names: DB_CLUSTER_NAMES,
  sections: [
    section({
      component: 'Database',
      resource: 'Aurora cluster',
      dimensions: ['DBClusterIdentifier'],
      table: CLUSTER_RULES,
      examples: [
        { name: 'Aurora PostgreSQL', facts: { isAurora: true, isMySql: false } },
        { name: 'Aurora MySQL', facts: { isAurora: true, isMySql: true } },
      ],
    }),
  ],
};
