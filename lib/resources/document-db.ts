import { DOCUMENT_DB_RULES } from '../rules/document-db-rules';
import { DB_CLUSTER_NAMES } from './db-cluster';
import { DB_INSTANCE_NAMES } from './db-instance';
import { gauge, throttles } from './made-data';
import { ANY, type ResourceType, section } from './resource-type';

export const DOCUMENT_DB_INSTANCE: ResourceType = {
  type: 'AWS::DocDB::DBInstance',
  names: DB_INSTANCE_NAMES,
  made: {
    metrics: {
      CPUUtilization: gauge(8, 40, 100),
      FreeLocalStorage: gauge(3e10, 3e10, 1e8),
      DBInstanceReplicaLag: gauge(10, 40, 9000),
      LowMemNumOperationsThrottled: throttles(),
      DatabaseConnections: gauge(20, 120, 900),
    },
  },
  sections: [
    section({
      component: 'Database',
      resource: 'DocumentDB instance',
      dimensions: ['DBInstanceIdentifier'],
      table: DOCUMENT_DB_RULES,
      examples: ANY,
    }),
  ],
};

/** Its instances are the parts of a component. */
export const DOCUMENT_DB_CLUSTER: ResourceType = {
  type: 'AWS::DocDB::DBCluster',
  names: DB_CLUSTER_NAMES,
  sections: DOCUMENT_DB_INSTANCE.sections,
};
