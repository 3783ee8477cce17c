import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const search = metricsOf('AWS/ES');

export interface SearchDomainFacts {
  /** The storage of one node; undefined where it is not of EBS. */
  readonly nodeMib?: number;
}

export const SEARCH_DOMAIN_RULES = documentedBy<SearchDomainFacts>(
  'opensearch-service/latest/developerguide/cloudwatch-alarms.html',
  [
    {
      id: 'SearchClusterRed',
      severity: Severity.P1,
      metrics: { m: search('ClusterStatus.red', 'Maximum') },
      label: 'Whether the cluster is red',
      unit: 'count',
      periodMinutes: 1,
      datapoints: [3, 3],
      is: '>=',
      threshold: 1,
      why: 'A primary shard is not allocated: searches miss data, and writes to its index fail.',
      steps: [
        'Look at its nodes and their storage.',
        'Restore the index from the newest automated snapshot if it stays red.',
      ],
      source: 'AWS recommends one minute; three, since a replaced node is red for as long as its replica takes over.',
    },
    {
      id: 'SearchWritesBlocked',
      severity: Severity.P1,
      metrics: { m: search('ClusterIndexWritesBlocked', 'Maximum') },
      label: 'Whether writes are blocked',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [1, 1],
      is: '>=',
      threshold: 1,
      why: 'The cluster refuses all writes, because storage or memory ran out.',
      steps: ['Look at the free storage and the memory pressure.', 'Delete old indexes, or add storage or nodes.'],
      source: "AWS's recommendation: once in five minutes.",
    },
    {
      id: 'SearchStorage',
      severity: Severity.P2,
      appliesTo: ({ nodeMib }) => nodeMib !== undefined,
      metrics: { m: search('FreeStorageSpace', 'Minimum') },
      label: 'Free storage of the fullest node, in MiB',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [3, 3],
      is: '<=',
      threshold: ({ nodeMib = 0 }) => 0.25 * nodeMib,
      why: 'A node is running out of storage: at the end, writes are blocked.',
      steps: ['Look for the index that grows.', 'Delete old indexes, or allocate more.'],
      source:
        "AWS's recommendation: 25 % of the storage of a node. For a quarter of an hour, which merges of segments do not take.",
    },
    {
      id: 'SearchHeap',
      severity: Severity.P2,
      metrics: { m: search('JVMMemoryPressure', 'Maximum') },
      label: 'Memory pressure of the JVM',
      unit: 'percent',
      periodMinutes: 1,
      datapoints: [3, 3],
      is: '>=',
      threshold: 95,
      why: 'A node is about to run out of memory.',
      steps: ['Look for large aggregations and bulk requests.', 'Take larger instances, or fewer shards.'],
      source: "AWS's recommendation: 95 % for three minutes.",
    },
    {
      id: 'SearchCpu',
      severity: Severity.P2,
      metrics: { m: search('CPUUtilization', 'Maximum') },
      label: 'CPU of the busiest node',
      unit: 'percent',
      periodMinutes: 15,
      datapoints: [3, 3],
      is: '>=',
      threshold: 80,
      why: 'A node has no CPU left: searches and writes wait.',
      steps: ['Read the slow logs of search and indexing.', 'Add nodes, or take larger instances.'],
      source: "AWS's recommendation: 80 % in three quarters of an hour.",
    },
    {
      id: 'SearchSnapshotFailed',
      severity: Severity.P3,
      metrics: { m: search('AutomatedSnapshotFailure', 'Maximum') },
      label: 'Failed automated snapshots',
      unit: 'count',
      periodMinutes: 60,
      datapoints: [1, 1],
      is: '>=',
      threshold: 1,
      why: 'No snapshot could be taken: there is less to restore from.',
      steps: ['Look whether the cluster is red, the usual reason.', 'Compare with the next snapshot.'],
      source: 'AWS recommends an alarm on each. Dashboard only: a red cluster pages by itself.',
    },
  ],
);
