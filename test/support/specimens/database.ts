import type { Stack } from 'aws-cdk-lib';
import { CfnDBCluster, CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import type { Specimens } from './specimen';

const member = (stack: Stack, id: string, cluster: CfnDBCluster, dbInstanceClass: string, engine: string) =>
  new CfnDBInstance(stack, id, { dbInstanceClass, engine, dbClusterIdentifier: cluster.ref });

export const specimens: Specimens = {
  add: (stack: Stack) => {
    const small = { dbInstanceClass: 'db.t4g.medium', engine: 'postgres', allocatedStorage: '100' };
    const accounts = new CfnDBInstance(stack, 'Accounts', small);
    new CfnDBInstance(stack, 'AccountsReplica', {
      dbInstanceClass: 'db.m7g.large',
      engine: 'postgres',
      sourceDbInstanceIdentifier: accounts.ref,
    });
    new CfnDBInstance(stack, 'Reports', { dbInstanceClass: 'db.m7g.large', engine: 'mysql', allocatedStorage: '500' });

    const provisioned = new CfnDBCluster(stack, 'Billing', { engine: 'aurora-postgresql' });
    member(stack, 'BillingWriter', provisioned, 'db.r7g.large', 'aurora-postgresql');
    const serverless = new CfnDBCluster(stack, 'Catalogue', {
      engine: 'aurora-mysql',
      serverlessV2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 8 },
    });
    member(stack, 'CatalogueWriter', serverless, 'db.serverless', 'aurora-mysql');
  },
  shows: {
    'RDS or Aurora instance': {
      'PostgreSQL, db.t4g.medium, 100 GiB': 'Accounts',
      'read replica, PostgreSQL, db.m7g.large': 'AccountsReplica',
      'MySQL, db.m7g.large, 500 GiB': 'Reports',
      'Aurora PostgreSQL, db.r7g.large': 'Billing/BillingWriter',
      'Aurora MySQL, serverless v2': 'Catalogue/CatalogueWriter',
    },
    'Aurora cluster': { 'Aurora PostgreSQL': 'Billing', 'Aurora MySQL': 'Catalogue' },
  },
};
