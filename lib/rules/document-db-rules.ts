import { Severity } from '../contracts/severity';
import { INSTANCE_RULES } from './database-rules';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';
import type { RuleRow } from './rule';

const docDb = metricsOf('AWS/DocDB');

/** What DocumentDB measures as RDS does, in its own namespace. */
function asInRds(id: string): Omit<RuleRow<object>, 'ground'> {
  const row = INSTANCE_RULES.find((each) => each.id === id);
  if (row === undefined || typeof row.metrics === 'function') throw new Error(`There is no such rule: ${id}.`);
  const { ground: _, off: __, appliesTo: ___, ...rest } = row;
  const metrics = Object.entries(row.metrics).map(([key, { name, statistic }]) => [key, docDb(name, statistic)]);
  return { ...(rest as Omit<RuleRow<object>, 'ground'>), metrics: Object.fromEntries(metrics) };
}

export const DOCUMENT_DB_RULES = documentedBy<object>('documentdb/latest/developerguide/cloud_watch.html', [
  asInRds('DatabaseDown'),
  asInRds('DatabaseCpu'),
  asInRds('LocalStorage'),
  {
    id: 'DocumentReplicaLag',
    severity: Severity.P2,
    metrics: { m: docDb('DBInstanceReplicaLag', 'Maximum') },
    label: 'Replica lag',
    unit: 'milliseconds',
    periodMinutes: 5,
    datapoints: [3, 3],
    is: '>=',
    threshold: 2000,
    why: 'Readers get outdated data.',
    steps: ['Compare the load of the replica with that of the primary.'],
    source: 'As AuroraReplicaLag: twenty times the usual lag of under 100 milliseconds. A primary publishes none.',
  },
  {
    id: 'DocumentMemoryThrottled',
    severity: Severity.P2,
    metrics: { m: docDb('LowMemNumOperationsThrottled', 'Sum') },
    label: 'Operations throttled for want of memory',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [3, 5],
    is: '>=',
    threshold: 1,
    why: 'Operations wait, because the instance has too little memory.',
    steps: ['Find the operations without an index.', 'Take a larger instance.'],
    source: 'As FunctionThrottled: three separate windows, since bursts touch two at most.',
  },
]);
