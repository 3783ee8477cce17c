import { INSTANCE_RULES, type InstanceFacts } from '../rules/database-rules';
import { arn, type Identification, named } from './names';
import { type ResourceType, section } from './resource-type';

const GIB = 2 ** 30;
const instance: InstanceFacts = { isAurora: false, isServerless: false, isReplica: false, isPostgres: false };

export const DB_INSTANCE_NAMES: Identification = named(
  'DBInstanceIdentifier',
  arn('rds', ({ unique }) => `db:${unique}`),
);

export const DB_INSTANCE: ResourceType = {
  type: 'AWS::RDS::DBInstance',
  names: DB_INSTANCE_NAMES,
  sections: [
    section({
      component: 'Database',
      resource: 'RDS or Aurora instance',
      dimensions: ['DBInstanceIdentifier'],
      table: INSTANCE_RULES,
      examples: [
        {
          name: 'PostgreSQL, db.t4g.medium, 100 GiB',
          facts: {
            ...instance,
            isPostgres: true,
            memoryBytes: 4 * GIB,
            maxConnections: 450,
            maxCpuCredits: 576,
            allocatedBytes: 100 * GIB,
          },
        },
        {
          name: 'read replica, PostgreSQL, db.m7g.large',
          facts: { ...instance, isPostgres: true, isReplica: true, memoryBytes: 8 * GIB, maxConnections: 901 },
        },
        {
          name: 'MySQL, db.m7g.large, 500 GiB',
          facts: { ...instance, memoryBytes: 8 * GIB, maxConnections: 682, allocatedBytes: 500 * GIB },
        },
        {
          name: 'Aurora PostgreSQL, db.r7g.large',
          facts: { ...instance, isAurora: true, isPostgres: true, memoryBytes: 16 * GIB, maxConnections: 1802 },
        },
        {
          name: 'Aurora MySQL, serverless v2',
          facts: { ...instance, isAurora: true, isServerless: true, memoryBytes: 16 * GIB },
        },
      ],
    }),
  ],
};
