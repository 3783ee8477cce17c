import type { Alert } from './alert';

/** Dimensions as people call them; others go by their own names. */
const WORDS: Readonly<Record<string, string>> = {
  QueueName: 'queue',
  TableName: 'table',
  GlobalSecondaryIndexName: 'index',
  FunctionName: 'function',
  TopicName: 'topic',
  RuleName: 'rule',
  StreamName: 'stream',
  DBInstanceIdentifier: 'database',
  DBClusterIdentifier: 'cluster',
  DistributionId: 'distribution',
  LoadBalancer: 'load balancer',
  TargetGroup: 'target group',
  ApiName: 'API',
  ApiId: 'API',
  Partner: 'partner',
  Check: 'check',
  Route: 'route',
};
/** What many resources have in common. */
const COMMON = ['Stage', 'Service', 'Environment', 'Region', 'Checker', 'Checked'];

/** What an alarm is about, in a few words: `queue orders`, `partner acme`, `POST /invoices`; empty where it has no dimensions. */
export function resourceInWords({ resource, component }: Alert): string {
  const { Method: method, Resource: path, ...others } = resource;
  if (method !== undefined && path !== undefined) return `${method} ${path}`;
  const all = Object.entries(path === undefined ? others : { ...others, Resource: path });
  const own = all.filter(([name]) => !COMMON.includes(name));
  // the component says as much
  const named = own.length > 0 || component !== undefined ? own : all;
  return named.map(([name, value]) => `${Object.hasOwn(WORDS, name) ? WORDS[name] : name} ${value}`).join(', ');
}
