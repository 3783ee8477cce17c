import { Stack } from 'aws-cdk-lib';
import type { CfnDBCluster, CfnDBInstance, IDatabaseInstance } from 'aws-cdk-lib/aws-rds';
import type { Part } from '../../dashboards/part';
import { DB_INSTANCE } from '../../resources/db-instance';
import { INSTANCE_RULES, type InstanceFacts } from '../../rules/database-rules';
import { candidates } from '../../rules/rule';
import { inspect, numberIn, stringIn } from '../../tree/inspect';
import { stackPathOf } from '../../tree/naming';
import { consoleUrl } from './console';
import { instanceCharts } from './instance-charts';
import { GIB, instanceClass, maxConnections } from './instance-classes';
import { register } from './registration';

/** What users know better than the template. */
export interface KnownOfDatabase {
  readonly maxConnections?: number;
  readonly memoryGiB?: number;
}

/** An RDS instance, or one instance of an Aurora cluster. */
export function instancePart(
  source: IDatabaseInstance | CfnDBInstance,
  instance: CfnDBInstance | undefined,
  known: KnownOfDatabase,
  cluster?: CfnDBCluster,
): Part {
  const label = cluster === undefined ? undefined : stackPathOf(source);
  const facts = factsOf(instance, known, cluster);
  return {
    id: label ?? '',
    label,
    stack: Stack.of(source),
    dimensions: { DBInstanceIdentifier: instance?.ref ?? (source as IDatabaseInstance).instanceIdentifier },
    rules: candidates(INSTANCE_RULES, facts),
    charts: instanceCharts(facts),
    consoleUrl: instance && consoleUrl(instance, `rds/home#database:id=${instance.ref}`),
  };
}

function factsOf(instance: CfnDBInstance | undefined, known: KnownOfDatabase, cluster?: CfnDBCluster): InstanceFacts {
  const text = (value: unknown) => (instance === undefined ? undefined : stringIn(value, instance));
  const number = (value: unknown) => (instance === undefined ? undefined : numberIn(value, instance));
  const engine = text(instance?.engine) ?? (cluster && stringIn(cluster.engine, cluster));
  const scaling =
    cluster &&
    inspect<CfnDBCluster.ServerlessV2ScalingConfigurationProperty>(cluster.serverlessV2ScalingConfiguration, cluster);
  const hardware = instanceClass(text(instance?.dbInstanceClass), scaling?.maxCapacity);
  const memoryBytes = known.memoryGiB === undefined ? hardware?.memoryBytes : known.memoryGiB * GIB;
  return {
    isAurora: cluster !== undefined,
    isServerless: hardware?.isServerless ?? false,
    isReplica: instance?.sourceDbInstanceIdentifier !== undefined,
    isPostgres: engine?.includes('postgres') ?? false,
    isScheduled: [instance, cluster].some(hasSchedule),
    memoryBytes,
    maxConnections: known.maxConnections ?? maxConnections(engine, memoryBytes),
    maxCpuCredits: hardware?.maxCpuCredits,
    allocatedBytes: cluster === undefined ? scaled(number(instance?.allocatedStorage)) : undefined,
  };
}

/** Instance Scheduler on AWS starts and stops what has its tag: https://docs.aws.amazon.com/solutions/latest/instance-scheduler-on-aws */
const hasSchedule = (resource: CfnDBInstance | CfnDBCluster | undefined): boolean =>
  resource?.tags.tagValues()['Schedule'] !== undefined;

const scaled = (gib: number | undefined): number | undefined => (gib === undefined ? undefined : gib * GIB);

export const DB_INSTANCES = register<IDatabaseInstance, CfnDBInstance, KnownOfDatabase>({
  data: DB_INSTANCE,
  component: 'Database',
  attribute: 'instanceIdentifier',
  // an instance of a cluster belongs to the cluster
  accepts: ({ dbClusterIdentifier }) => dbClusterIdentifier === undefined,
  parts: ({ source, resource, options }) => [instancePart(source, resource, options)],
});
