import type { CfnResource } from 'aws-cdk-lib';
import type { CfnDistribution, CfnMonitoringSubscription, IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import type { Line } from '../../dashboards/line';
import type { Part } from '../../dashboards/part';
import { DISTRIBUTION, EDGE_FUNCTION } from '../../resources/distribution';
import { DISTRIBUTION_RULES, EDGE_FUNCTION_RULES } from '../../rules/distribution-rules';
import { metricsOf } from '../../rules/metrics-of';
import { candidates } from '../../rules/rule';
import { mentionedIn } from '../../tree/inspect';
import { stackPathOf } from '../../tree/naming';
import type { ResourceGraph } from '../../tree/resource-graph';
import { certificateParts } from './certificate';
import { consoleUrl } from './console';
import { register } from './registration';
import type { Placement } from './watch-context';

const cloudfront = metricsOf('AWS/CloudFront');

function distributionPart(
  source: IDistribution,
  distribution: CfnDistribution | undefined,
  graph: ResourceGraph,
  placement: Placement,
): Part {
  const details =
    distribution !== undefined &&
    graph.referrers<CfnMonitoringSubscription>(
      'AWS::CloudFront::MonitoringSubscription',
      'distributionId',
      distribution,
    ).length > 0;
  return {
    id: '',
    ...placement,
    dimensions: { DistributionId: distribution?.ref ?? source.distributionId, Region: 'Global' },
    rules: candidates(DISTRIBUTION_RULES, { hasAdditionalMetrics: details }),
    graphs: {
      what: [
        // CloudFront's rates are percents already
        { label: '5XX %', metrics: { m: cloudfront('5xxErrorRate', 'Average') }, rules: ['PortalErrors'] },
        { label: '4XX %', metrics: { m: cloudfront('4xxErrorRate', 'Average') } },
        { label: 'Requests', metrics: { m: cloudfront('Requests', 'Sum') }, axis: 'right' },
      ],
      why: details ? ORIGIN_LINES : [],
    },
    consoleUrl: distribution && consoleUrl(distribution, `cloudfront/v4/home#/distributions/${distribution.ref}`),
  };
}

/** Published only with a monitoring subscription, which AWS bills. */
const ORIGIN_LINES: readonly Line[] = [
  { label: 'Origin latency p90 (ms)', metrics: { m: cloudfront('OriginLatency', 'p90') } },
  { label: 'Cache hits %', metrics: { m: cloudfront('CacheHitRate', 'Average') }, axis: 'right' },
];

/** The CloudFront Functions of a distribution's behaviours. */
function edgeFunctionParts(
  distribution: CfnDistribution,
  placement: Placement,
  claim: (resource: CfnResource) => boolean,
): Part[] {
  return mentionedIn(distribution.distributionConfig, distribution)
    .filter(({ cfnResourceType }) => cfnResourceType === EDGE_FUNCTION.type)
    .filter(claim)
    .map((fn) => ({
      id: stackPathOf(fn),
      label: stackPathOf(fn),
      ...placement,
      dimensions: {
        DistributionId: distribution.ref,
        FunctionName: (fn as unknown as { name: string }).name,
        Region: 'Global',
      },
      rules: candidates(EDGE_FUNCTION_RULES, {}),
      graphs: { what: [], why: [] },
    }));
}

export const DISTRIBUTIONS = register<IDistribution, CfnDistribution>({
  data: DISTRIBUTION,
  component: 'WebPortal',
  attribute: 'distributionId',
  parts: ({ source, resource: distribution }, context) => {
    const placement = context.inUsEast1(source);
    const own = distributionPart(source, distribution, context.graph, placement);
    if (distribution === undefined) return [own];
    return [
      own,
      ...edgeFunctionParts(distribution, placement, context.claim),
      ...certificateParts(distribution.distributionConfig, distribution, context),
    ];
  },
});
