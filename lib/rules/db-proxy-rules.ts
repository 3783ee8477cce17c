import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const proxy = metricsOf('AWS/RDS');

export const DB_PROXY_RULES = documentedBy<object>('AmazonRDS/latest/UserGuide/rds-proxy.monitoring.html', [
  {
    id: 'ProxyConnectionsFailing',
    severity: Severity.P1,
    metrics: { m: proxy('DatabaseConnectionsSetupFailed', 'Sum') },
    label: 'Failed connections to the database',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [2, 3],
    is: '>=',
    threshold: 10,
    why: 'The proxy cannot connect to its database: its clients wait, and then fail.',
    steps: [
      'Look whether the database is up, and accepts connections.',
      'Compare the secret of the proxy with the password of the database.',
    ],
    source:
      'Project default: ten in two of three windows. A failover takes less than a minute, in which the proxy tries again.',
  },
  {
    id: 'ProxyConnections',
    severity: Severity.P2,
    metrics: { used: proxy('DatabaseConnections', 'Sum'), allowed: proxy('MaxDatabaseConnectionsAllowed', 'Sum') },
    expression: '100 * used / allowed',
    label: 'Connections to the database, of those allowed',
    unit: 'percent',
    periodMinutes: 5,
    datapoints: [3, 3],
    is: '>=',
    threshold: 90,
    why: 'The proxy has nearly used up its connections: then clients wait for one.',
    steps: [
      'Look for clients that pin their connection.',
      'Raise MaxConnectionsPercent, or the class of the database.',
    ],
    source: 'As DatabaseConnections: 90 %. For a quarter of an hour, since the proxy lets bursts wait.',
  },
  {
    id: 'ProxyWaiting',
    severity: Severity.P2,
    metrics: { m: proxy('DatabaseConnectionsBorrowLatency', 'Average') },
    expression: 'm / 1000',
    label: 'Time to get a connection',
    unit: 'milliseconds',
    periodMinutes: 5,
    datapoints: [3, 3],
    is: '>=',
    threshold: 500,
    why: 'Clients wait for a connection longer than for most statements.',
    steps: ['Compare the connections with those allowed.', 'Look for transactions that are left open.'],
    source:
      'Project default: half a second on average; a free connection is got in a few milliseconds. The metric is in microseconds.',
  },
]);
