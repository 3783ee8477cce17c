import { Stack } from 'aws-cdk-lib';
import type { CfnDBCluster, CfnDBInstance, IDatabaseCluster, IServerlessCluster } from 'aws-cdk-lib/aws-rds';
import type { KeyNumber, Line } from '../../dashboards/chart';
import type { Part } from '../../dashboards/part';
import { DB_CLUSTER } from '../../resources/db-cluster';
import { DB_INSTANCE } from '../../resources/db-instance';
import { CLUSTER_RULES } from '../../rules/cluster-rules';
import { metricsOf } from '../../rules/metrics-of';
import { candidates } from '../../rules/rule';
import { stringIn } from '../../tree/inspect';
import { consoleUrl } from './console';
import { instancePart, type KnownOfDatabase } from './db-instance';
import { GIB } from './instance-classes';
import { register } from './registration';

const rds = metricsOf('AWS/RDS');

const volume: Line = {
  label: 'Volume used',
  means: 'usage',
  metrics: { m: rds('VolumeBytesUsed', 'Average') },
  scale: { over: GIB },
};

/** Over all instances of the cluster. */
const CLUSTER_NUMBERS: readonly KeyNumber[] = [
  { label: 'CPU %', means: 'usage', metrics: { m: rds('CPUUtilization', 'Maximum') } },
  { label: 'Connections', means: 'traffic', metrics: { m: rds('DatabaseConnections', 'Sum') } },
  { label: 'Read latency (ms)', means: 'p50', metrics: { m: rds('ReadLatency', 'Average') }, scale: { times: 1000 } },
  { label: 'Write latency (ms)', means: 'p90', metrics: { m: rds('WriteLatency', 'Average') }, scale: { times: 1000 } },
];

/** An Aurora cluster as a whole. */
function clusterPart(source: IDatabaseCluster | IServerlessCluster, cluster: CfnDBCluster | undefined): Part {
  const engine = cluster && stringIn(cluster.engine, cluster);
  return {
    id: '',
    stack: Stack.of(source),
    dimensions: { DBClusterIdentifier: cluster?.ref ?? source.clusterIdentifier },
    rules: candidates(CLUSTER_RULES, {
      isAurora: engine?.startsWith('aurora') ?? true,
      isMySql: engine?.includes('mysql') ?? false,
    }),
    charts: {
      numbers: CLUSTER_NUMBERS,
      symptoms: [],
      causes: [{ title: 'volume', left: { unit: 'GiB', lines: [volume] } }],
    },
    consoleUrl: cluster && consoleUrl(cluster, `rds/home#database:id=${cluster.ref};is-cluster=true`),
  };
}

export const DB_CLUSTERS = register<IDatabaseCluster | IServerlessCluster, CfnDBCluster, KnownOfDatabase>({
  data: DB_CLUSTER,
  component: 'Database',
  attribute: 'clusterIdentifier',
  parts: ({ source, resource: cluster, options }, { graph, claim }) => {
    const instances =
      cluster === undefined
        ? []
        : graph.referrers<CfnDBInstance>(DB_INSTANCE.type, 'dbClusterIdentifier', cluster).filter(claim);
    return [
      clusterPart(source, cluster),
      ...instances.map((instance) => instancePart(instance, instance, options, cluster)),
    ];
  },
});
