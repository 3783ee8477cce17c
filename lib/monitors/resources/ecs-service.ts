import { Fn, Stack, Token } from 'aws-cdk-lib';
import type { CfnScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { CfnCluster, CfnService, IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { Dimensions } from '../../alarms/alarm-properties';
import type { Charts, Line } from '../../dashboards/chart';
import { ECS_SERVICE } from '../../resources/ecs-service';
import { ECS_SERVICE_RULES, type EcsServiceFacts } from '../../rules/ecs-service-rules';
import { metricsOf } from '../../rules/metrics-of';
import { candidates } from '../../rules/rule';
import { inspect, listIn, mentionedIn, numberIn, valuesOf } from '../../tree/inspect';
import type { ResourceGraph } from '../../tree/resource-graph';
import { consoleUrl } from './console';
import { register } from './registration';

const ecs = metricsOf('AWS/ECS');
const insights = metricsOf('ECS/ContainerInsights');

const cpu: Line = {
  label: 'CPU',
  means: 'usage',
  metrics: { m: ecs('CPUUtilization', 'Average') },
  rules: ['ServiceCpu'],
};
const memory: Line = {
  label: 'Memory',
  means: 'backlog',
  metrics: { m: ecs('MemoryUtilization', 'Average') },
  rules: ['ServiceMemory'],
};
const tasks = (label: string, means: 'success' | 'remaining', metric: string): Line => ({
  label,
  means,
  metrics: { m: insights(metric, 'Average') },
});

const serviceCharts = (hasContainerInsights: boolean): Charts => ({
  numbers: [
    { ...cpu, label: 'CPU (%)' },
    { ...memory, label: 'Memory (%)' },
  ],
  symptoms: hasContainerInsights
    ? [
        {
          title: 'tasks',
          left: {
            unit: 'Count',
            lines: [tasks('Running', 'success', 'RunningTaskCount'), tasks('Desired', 'remaining', 'DesiredTaskCount')],
          },
        },
      ]
    : [],
  causes: [{ title: 'CPU, memory', left: { unit: 'Percent', lines: [cpu, memory] } }],
});

const clusterOf = (service: CfnService): CfnCluster | undefined =>
  mentionedIn(service.cluster, service).find(
    (resource): resource is CfnCluster => resource.cfnResourceType === 'AWS::ECS::Cluster',
  );

const CLUSTER_IN_ARN = ':cluster/';

/** CloudFormation takes the name of a cluster or its ARN; without either, it is the cluster `default`. */
function clusterNameOf(service: CfnService): string {
  const { cluster } = service;
  if (cluster === undefined) return 'default';
  const known = clusterOf(service);
  if (known !== undefined) return known.ref;
  if (!Token.isUnresolved(cluster)) return cluster.split(CLUSTER_IN_ARN).at(-1) as string;
  // doubled, so that the second piece is the name whether there is an ARN or, without the marks of one, the bare name
  return Fn.select(1, Fn.split(CLUSTER_IN_ARN, `${cluster}${CLUSTER_IN_ARN}${cluster}`));
}

function factsOf(service: CfnService, graph: ResourceGraph): EcsServiceFacts {
  const settings = listIn<CfnCluster.ClusterSettingsProperty>(clusterOf(service)?.clusterSettings, service);
  return {
    isAlwaysRunning: numberIn(service.desiredCount, service) !== 0 && !isScaledToNothing(service, graph),
    hasContainerInsights: settings.some(
      ({ name, value }) => name === 'containerInsights' && ['enabled', 'enhanced'].includes(value ?? ''),
    ),
  };
}

const isScaledToNothing = (service: CfnService, graph: ResourceGraph): boolean =>
  graph
    .referrers<CfnScalableTarget>('AWS::ApplicationAutoScaling::ScalableTarget', 'resourceId', service)
    .some(
      (target) =>
        numberIn(target.minCapacity, target) === 0 ||
        valuesOf('minCapacity', inspect(target.scheduledActions, target)).some((least) => Number(least) === 0),
    );

/** `service/cluster/name`, the end of the ARN of an imported service; before 2018, without the cluster. */
const piecesOf = ({ serviceArn }: IBaseService): string[] =>
  Token.isUnresolved(serviceArn) ? [] : (serviceArn.split(':service/')[1]?.split('/') ?? []);

function importedDimensions(source: IBaseService): Dimensions | undefined {
  const [cluster, name] = piecesOf(source);
  if (cluster !== undefined && name !== undefined) return { ClusterName: cluster, ServiceName: name };
  return 'cluster' in source ? { ClusterName: source.cluster.clusterName, ServiceName: source.serviceName } : undefined;
}

export const ECS_SERVICES = register<IBaseService, CfnService>({
  data: ECS_SERVICE,
  component: 'HttpApi',
  attribute: 'serviceArn',
  refusal: ({ source, resource }) =>
    resource === undefined && importedDimensions(source) === undefined
      ? 'an imported ECS service is measured by its cluster too. Import it with fromFargateServiceAttributes.'
      : undefined,
  parts: ({ source, resource: service }, { graph }) => {
    const facts =
      service === undefined ? { isAlwaysRunning: true, hasContainerInsights: false } : factsOf(service, graph);
    const dimensions =
      service === undefined
        ? importedDimensions(source)
        : { ClusterName: clusterNameOf(service), ServiceName: service.attrName };
    return [
      {
        id: '',
        stack: Stack.of(source),
        dimensions: dimensions ?? {},
        rules: candidates(ECS_SERVICE_RULES, facts),
        charts: serviceCharts(facts.hasContainerInsights),
        consoleUrl:
          service &&
          consoleUrl(service, `ecs/v2/clusters/${clusterNameOf(service)}/services/${service.attrName}/health`),
      },
    ];
  },
});
