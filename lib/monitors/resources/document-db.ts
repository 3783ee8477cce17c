import { Stack } from 'aws-cdk-lib';
import type { CfnDBCluster, CfnDBInstance } from 'aws-cdk-lib/aws-docdb';
import type { Charts } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';
import type { Part } from '../../dashboards/part';
import { DOCUMENT_DB_CLUSTER, DOCUMENT_DB_INSTANCE } from '../../resources/document-db';
import { DOCUMENT_DB_RULES } from '../../rules/document-db-rules';
import { candidates } from '../../rules/rule';
import { stackPathOf } from '../../tree/naming';
import { consoleUrl } from './console';
import { registerResource } from './registration';

const line = linesOf('AWS/DocDB');
const cpu = line('CPU', 'usage', 'CPUUtilization', 'Average', { rules: ['DatabaseCpu'] });
const connections = line('Connections', 'traffic', 'DatabaseConnections', 'Maximum');

const CHARTS: Charts = {
  numbers: [{ ...cpu, label: 'CPU (%)' }, connections],
  symptoms: [],
  causes: [
    { ...graph('CPU', 'Percent', cpu), right: { unit: 'Count', lines: [connections] } },
    graph(
      'replica lag',
      'ms',
      line('Replica lag', 'p99', 'DBInstanceReplicaLag', 'Maximum', { rules: ['DocumentReplicaLag'] }),
    ),
  ],
};

const instancePart = (instance: CfnDBInstance, label?: string): Part => ({
  id: label ?? '',
  label,
  stack: Stack.of(instance),
  dimensions: { DBInstanceIdentifier: instance.ref },
  rules: candidates(DOCUMENT_DB_RULES, {}),
  charts: CHARTS,
  consoleUrl: consoleUrl(instance, `docdb/home#instance-details/${instance.ref}`),
});

export const DOCUMENT_DB_CLUSTERS = registerResource<CfnDBCluster>({
  data: DOCUMENT_DB_CLUSTER,
  component: 'Database',
  parts: (cluster, { graph: all, claim }) =>
    all
      .referrers<CfnDBInstance>(DOCUMENT_DB_INSTANCE.type, 'dbClusterIdentifier', cluster)
      .filter(claim)
      .map((instance) => instancePart(instance, stackPathOf(instance))),
});

/** Of a cluster of another app. */
export const DOCUMENT_DB_INSTANCES = registerResource<CfnDBInstance>({
  data: DOCUMENT_DB_INSTANCE,
  component: 'Database',
  isLeftover: () => true,
  parts: (instance) => [instancePart(instance)],
});
