import { Stack } from 'aws-cdk-lib';
import type { CfnDBProxy, IDatabaseProxy } from 'aws-cdk-lib/aws-rds';
import type { Charts } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';
import { DB_PROXY } from '../../resources/db-proxy';
import { DB_PROXY_RULES } from '../../rules/db-proxy-rules';
import { candidates } from '../../rules/rule';
import { consoleUrl } from './console';
import { register } from './registration';

const line = linesOf('AWS/RDS');
const clients = line('Connections of clients', 'traffic', 'ClientConnections', 'Maximum');
const used = line('Connections to the database', 'usage', 'DatabaseConnections', 'Maximum');
const failed = line('Failed connections', 'error', 'DatabaseConnectionsSetupFailed', 'Sum', {
  rules: ['ProxyConnectionsFailing'],
});
const waiting = line('Time to get a connection', 'backlog', 'DatabaseConnectionsBorrowLatency', 'Average', {
  scale: { over: 1000 },
});

const CHARTS: Charts = {
  numbers: [clients, used, { ...waiting, label: 'Time to get a connection (ms)' }, failed],
  symptoms: [graph('failed connections', 'Count', failed), graph('time to get a connection', 'ms', waiting)],
  causes: [graph('connections', 'Count', clients, used)],
};

export const DB_PROXIES = register<IDatabaseProxy, CfnDBProxy>({
  data: DB_PROXY,
  component: 'Database',
  attribute: 'dbProxyArn',
  parts: ({ source, resource: proxy }) => [
    {
      id: '',
      stack: Stack.of(source),
      dimensions: { ProxyName: proxy?.ref ?? source.dbProxyName },
      rules: candidates(DB_PROXY_RULES, {}),
      charts: CHARTS,
      consoleUrl: proxy && consoleUrl(proxy, `rds/home#proxy:id=${proxy.ref}`),
    },
  ],
});
