import { CLUSTER_RULES } from '../../lib/rules/cluster-rules';
import { INSTANCE_RULES, type InstanceFacts } from '../../lib/rules/database-rules';
import { INDEX_RULES, TABLE_RULES } from '../../lib/rules/table-rules';
import { INDEXES } from '../support/specimens';
import { type Section, section } from './section';

const GIB = 2 ** 30;
const instance: InstanceFacts = { isAurora: false, isServerless: false, isReplica: false, isPostgres: false };

export const DATABASE_SECTIONS: readonly Section[] = [
  section({
    type: 'Database',
    resource: 'DynamoDB table',
    dimensions: ['TableName'],
    table: TABLE_RULES,
    variants: [
      { name: 'no index', component: 'Sessions', facts: { indexes: [] } },
      { name: 'four or more indexes', component: 'Invoices', facts: { indexes: INDEXES.slice(0, 4) } },
    ],
  }),
  section({
    type: 'Database',
    resource: 'Further indexes of a table',
    dimensions: ['TableName'],
    table: INDEX_RULES,
    variants: [
      {
        name: 'a fifth and a sixth index',
        component: 'Invoices',
        part: `Indexes-${INDEXES[4]}`,
        facts: { indexes: INDEXES.slice(4) },
      },
    ],
  }),
  section({
    type: 'Database',
    resource: 'RDS or Aurora instance',
    dimensions: ['DBInstanceIdentifier'],
    table: INSTANCE_RULES,
    variants: [
      {
        name: 'PostgreSQL, db.t4g.medium, 100 GiB',
        component: 'Accounts',
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
        component: 'AccountsReplica',
        facts: { ...instance, isPostgres: true, isReplica: true, memoryBytes: 8 * GIB, maxConnections: 901 },
      },
      {
        name: 'MySQL, db.m7g.large, 500 GiB',
        component: 'Reports',
        facts: { ...instance, memoryBytes: 8 * GIB, maxConnections: 682, allocatedBytes: 500 * GIB },
      },
      {
        name: 'Aurora PostgreSQL, db.r7g.large',
        component: 'Billing',
        part: 'BillingWriter',
        facts: { ...instance, isAurora: true, isPostgres: true, memoryBytes: 16 * GIB, maxConnections: 1802 },
      },
      {
        name: 'Aurora MySQL, serverless v2',
        component: 'Catalogue',
        part: 'CatalogueWriter',
        facts: { ...instance, isAurora: true, isServerless: true, memoryBytes: 16 * GIB },
      },
    ],
  }),
  section({
    type: 'Database',
    resource: 'Aurora cluster',
    dimensions: ['DBClusterIdentifier'],
    table: CLUSTER_RULES,
    variants: [
      { name: 'Aurora PostgreSQL', component: 'Billing', facts: { isAurora: true, isMySql: false } },
      { name: 'Aurora MySQL', component: 'Catalogue', facts: { isAurora: true, isMySql: true } },
    ],
  }),
];
