import { Fn, Stack } from 'aws-cdk-lib';
import type {
  CfnListener,
  CfnListenerRule,
  CfnLoadBalancer,
  CfnTargetGroup,
  IApplicationLoadBalancer,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Dimensions } from '../../alarms/alarm-properties';
import type { Charts, Line } from '../../dashboards/chart';
import type { Part } from '../../dashboards/part';
import { LOAD_BALANCER, TARGET_GROUP } from '../../resources/load-balancer';
import { API_FUNCTION_RULES } from '../../rules/function-rules';
import { LOAD_BALANCER_RULES, TARGET_GROUP_RULES } from '../../rules/load-balancer-rules';
import { metricsOf } from '../../rules/metrics-of';
import { candidates } from '../../rules/rule';
import { mentionedIn, stringIn } from '../../tree/inspect';
import { stackPathOf } from '../../tree/naming';
import type { ResourceGraph } from '../../tree/resource-graph';
import { certificateParts } from './certificate';
import { consoleUrl } from './console';
import { functionParts, functionsIn } from './function';
import { register } from './registration';
import { isTested } from './test-traffic';
import type { WatchContext } from './watch-context';

const elb = metricsOf('AWS/ApplicationELB');

const requests: Line = { label: 'Requests', means: 'traffic', metrics: { m: elb('RequestCount', 'Sum') } };
const answered = (label: string, means: 'error' | 'clientError', metric: string): Line => ({
  label,
  means,
  metrics: { m: elb(`HTTPCode_${metric}_Count`, 'Sum') },
});
const ownErrors = answered('5XX of the balancer', 'error', 'ELB_5XX');
const targetErrors = answered('5XX of the targets', 'error', 'Target_5XX');
const rejected: Line = {
  label: 'Rejected connections',
  means: 'throttle',
  metrics: { m: elb('RejectedConnectionCount', 'Sum') },
};
const responseTime = (means: 'p50' | 'p95' | 'p99'): Line => ({
  label: means,
  means,
  metrics: { m: elb('TargetResponseTime', means) },
  scale: { times: 1000 },
});

const BALANCER_CHARTS: Charts = {
  numbers: [
    { ...requests, label: 'Requests in 5 min' },
    ownErrors,
    targetErrors,
    { ...responseTime('p95'), label: 'Response time p95 (ms)' },
  ],
  symptoms: [
    {
      title: 'errors',
      left: {
        unit: 'Count',
        lines: [
          ownErrors,
          targetErrors,
          answered('4XX of the balancer', 'clientError', 'ELB_4XX'),
          answered('4XX of the targets', 'clientError', 'Target_4XX'),
          rejected,
        ],
      },
      right: { unit: 'Count', lines: [requests] },
    },
    {
      title: 'response time',
      left: { unit: 'ms', lines: [responseTime('p50'), responseTime('p95'), responseTime('p99')] },
    },
  ],
  causes: [],
};

const unhealthy: Line = {
  label: 'Unhealthy',
  means: 'error',
  metrics: { m: elb('UnHealthyHostCount', 'Minimum') },
  rules: ['HostsUnhealthy'],
};
const TARGET_CHARTS: Charts = {
  numbers: [{ ...unhealthy, label: 'Unhealthy targets' }],
  symptoms: [],
  causes: [
    {
      title: 'targets',
      left: {
        unit: 'Count',
        lines: [
          unhealthy,
          {
            label: 'Healthy',
            means: 'success',
            metrics: { m: elb('HealthyHostCount', 'Maximum') },
            rules: ['NoHealthyHost'],
          },
        ],
      },
    },
  ],
};

/** Network and gateway load balancers carry no HTTP. */
function isApplicationLoadBalancer(source: IApplicationLoadBalancer, balancer: CfnLoadBalancer | undefined): boolean {
  if (balancer === undefined) return !/:loadbalancer\/(net|gwy)\//.test(source.loadBalancerArn);
  return balancer.type === undefined || stringIn(balancer.type, balancer) === 'application';
}

function loadBalancerPart(source: IApplicationLoadBalancer, balancer: CfnLoadBalancer | undefined): Part {
  return {
    id: '',
    stack: Stack.of(source),
    dimensions: {
      LoadBalancer: balancer?.attrLoadBalancerFullName ?? fullNameIn(source.loadBalancerArn),
    },
    rules: candidates(LOAD_BALANCER_RULES, {}),
    charts: BALANCER_CHARTS,
    consoleUrl: balancer && consoleUrl(balancer, 'ec2/home#LoadBalancers:'),
  };
}

/** `app/name/id`, the end of the ARN. */
const fullNameIn = (arn: string): string => Fn.select(1, Fn.split(':loadbalancer/', arn));

const listenersOf = (balancer: CfnLoadBalancer, graph: ResourceGraph): CfnListener[] =>
  graph.referrers<CfnListener>('AWS::ElasticLoadBalancingV2::Listener', 'loadBalancerArn', balancer);

/** The target groups that a balancer's listeners and their rules send requests to. */
function targetGroupsOf(balancer: CfnLoadBalancer, { graph, claim }: WatchContext): CfnTargetGroup[] {
  const listeners = listenersOf(balancer, graph);
  const rules = listeners.flatMap((listener) =>
    graph.referrers<CfnListenerRule>('AWS::ElasticLoadBalancingV2::ListenerRule', 'listenerArn', listener),
  );
  const groups = new Set([
    ...listeners.flatMap((listener) => mentionedIn(listener.defaultActions, listener)),
    ...rules.flatMap((rule) => mentionedIn(rule.actions, rule)),
  ]);
  return [...groups]
    .filter((resource): resource is CfnTargetGroup => resource.cfnResourceType === TARGET_GROUP.type)
    .filter(claim);
}

function targetGroupPart(
  group: CfnTargetGroup,
  balancer: CfnLoadBalancer,
  dimensions: Dimensions,
  context: WatchContext,
): Part {
  const label = stackPathOf(group);
  return {
    id: label,
    label,
    stack: Stack.of(group),
    dimensions: { TargetGroup: group.attrTargetGroupFullName, ...dimensions },
    rules: candidates(TARGET_GROUP_RULES, {
      isLambda: stringIn(group.targetType, group) === 'lambda',
      isTested: isTested(group, listenersOf(balancer, context.graph), context.graph),
    }),
    charts: TARGET_CHARTS,
  };
}

export const LOAD_BALANCERS = register<IApplicationLoadBalancer, CfnLoadBalancer>({
  data: LOAD_BALANCER,
  component: 'WebPortal',
  attribute: 'loadBalancerArn',
  refusal: ({ source, resource }) =>
    isApplicationLoadBalancer(source, resource)
      ? undefined
      : 'of load balancers, only Application Load Balancers carry HTTP. Leave it out.',
  parts: ({ source, resource: balancer }, context) => {
    const own = loadBalancerPart(source, balancer);
    if (balancer === undefined) return [own];
    const certificates = listenersOf(balancer, context.graph).flatMap((listener) =>
      certificateParts(listener.certificates, listener, context),
    );
    const groups = targetGroupsOf(balancer, context);
    return [
      own,
      ...groups.map((group) => targetGroupPart(group, balancer, own.dimensions, context)),
      ...functionParts(
        groups.flatMap((group) => functionsIn(group.targets, group)),
        context,
        API_FUNCTION_RULES,
      ),
      ...certificates,
    ];
  },
});
