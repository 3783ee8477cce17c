import type { Stack } from 'aws-cdk-lib';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import { CfnFileSystem } from 'aws-cdk-lib/aws-efs';
import { CfnDomain } from 'aws-cdk-lib/aws-opensearchservice';
import { CfnDBProxy } from 'aws-cdk-lib/aws-rds';
import type { Specimens } from './specimen';

export const specimens: Specimens = {
  add: (stack: Stack) => {
    new CfnDomain(stack, 'ProductSearch', { ebsOptions: { ebsEnabled: true, volumeSize: 100 } });
    new CfnDomain(stack, 'LogSearch', {});
    const documents = new docdb.CfnDBCluster(stack, 'Documents', {});
    new docdb.CfnDBInstance(stack, 'DocumentsWriter', {
      dbClusterIdentifier: documents.ref,
      dbInstanceClass: 'db.r6g.large',
    });
    new CfnDBProxy(stack, 'Pool', {
      dbProxyName: 'pool',
      engineFamily: 'POSTGRESQL',
      auth: [],
      roleArn: 'arn:aws:iam::111111111111:role/specimen',
      vpcSubnetIds: ['subnet-1', 'subnet-2'],
    });
    new CfnFileSystem(stack, 'Uploads', {});
    new CfnFileSystem(stack, 'ArchiveFiles', { throughputMode: 'elastic', performanceMode: 'maxIO' });
  },
  shows: {
    'OpenSearch domain': { '100 GiB on each node': 'ProductSearch', 'without EBS': 'LogSearch' },
    'DocumentDB instance': { any: 'Documents/DocumentsWriter' },
    'RDS Proxy': { any: 'Pool' },
    'EFS file system': { bursting: 'Uploads', 'elastic, maxIO': 'ArchiveFiles' },
  },
};
