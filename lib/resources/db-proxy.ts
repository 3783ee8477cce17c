import { DB_PROXY_RULES } from '../rules/db-proxy-rules';
import { failures, gauge } from './made-data';
import { arn } from './names';
import { ANY, type ResourceType, section } from './resource-type';

export const DB_PROXY: ResourceType = {
  type: 'AWS::RDS::DBProxy',
  names: {
    nameProperty: 'DBProxyName',
    ref: ({ name }) => name,
    attributes: { DBProxyArn: arn('rds', ({ unique }) => `db-proxy:${unique}`) },
  },
  made: {
    metrics: {
      DatabaseConnectionsSetupFailed: failures(),
      DatabaseConnections: gauge(20, 60, 198),
      MaxDatabaseConnectionsAllowed: gauge(200, 200, 200),
      DatabaseConnectionsBorrowLatency: gauge(2000, 6000, 4e6),
      ClientConnections: gauge(40, 300, 900),
    },
  },
  sections: [
    section({
      component: 'Database',
      resource: 'RDS Proxy',
      dimensions: ['ProxyName'],
      table: DB_PROXY_RULES,
      examples: ANY,
    }),
  ],
};
