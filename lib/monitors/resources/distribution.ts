import type { CfnResource } from 'aws-cdk-lib';
import type { CfnDistribution, CfnMonitoringSubscription, IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { type Charts, type Line, NO_CHARTS } from '../../dashboards/chart';
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
    charts: details ? CHARTS_WITH_ORIGIN : DISTRIBUTION_CHARTS,
    consoleUrl: distribution && consoleUrl(distribution, `cloudfront/v4/home#/distributions/${distribution.ref}`),
  };
}

const requests: Line = { label: 'Requests', means: 'traffic', metrics: { m: cloudfront('Requests', 'Sum') } };
// CloudFront's rates are percents already
const serverErrors: Line = {
  label: '5XX',
  means: 'error',
  metrics: { m: cloudfront('5xxErrorRate', 'Average') },
  rules: ['PortalErrors'],
};
const clientErrors: Line = {
  label: '4XX',
  means: 'clientError',
  metrics: { m: cloudfront('4xxErrorRate', 'Average') },
};

const DISTRIBUTION_CHARTS: Charts = {
  numbers: [
    { ...requests, label: 'Requests in 5 min' },
    { ...serverErrors, label: '5XX %' },
    { ...clientErrors, label: '4XX %' },
  ],
  symptoms: [
    {
      title: 'error rate',
      left: { unit: 'Percent', lines: [serverErrors, clientErrors] },
      right: { unit: 'Count', lines: [requests] },
    },
  ],
  causes: [],
};

const latency: Line = { label: 'Origin p90', means: 'p90', metrics: { m: cloudfront('OriginLatency', 'p90') } };
const hits: Line = { label: 'Cache hits', means: 'success', metrics: { m: cloudfront('CacheHitRate', 'Average') } };

/** What is published only with a monitoring subscription, which AWS bills. */
const CHARTS_WITH_ORIGIN: Charts = {
  ...DISTRIBUTION_CHARTS,
  numbers: [
    ...DISTRIBUTION_CHARTS.numbers,
    { ...latency, label: 'Origin latency p90 (ms)' },
    { ...hits, label: 'Cache hits %' },
  ],
  causes: [
    {
      title: 'origin latency, cache hits',
      left: { unit: 'ms', lines: [latency] },
      right: { unit: 'Percent', lines: [hits] },
    },
  ],
};

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
      charts: NO_CHARTS,
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
