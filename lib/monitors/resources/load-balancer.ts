import { Fn, Stack } from 'aws-cdk-lib';
import type {
  CfnListener,
  CfnListenerRule,
  CfnLoadBalancer,
  CfnTargetGroup,
  IApplicationLoadBalancer,
  IApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Dimensions } from '../../alarms/alarm-properties';
import type { Charts, Line } from '../../dashboards/chart';
import type { Part } from '../../dashboards/part';
import { LOAD_BALANCER, TARGET_GROUP } from '../../resources/load-balancer';
import { API_FUNCTION_RULES } from '../../rules/function-rules';
import {
  LOAD_BALANCER_RULES,
  NETWORK_LOAD_BALANCER_RULES,
  NETWORK_TARGET_GROUP_RULES,
  TARGET_GROUP_RULES,
} from '../../rules/load-balancer-rules';
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
const network = metricsOf('AWS/NetworkELB');

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

const newFlows: Line = { label: 'New flows', means: 'traffic', metrics: { m: network('NewFlowCount', 'Sum') } };
const noPort: Line = { label: 'No port', means: 'error', metrics: { m: network('PortAllocationErrorCount', 'Sum') } };

const NETWORK_BALANCER_CHARTS: Charts = {
  numbers: [{ ...newFlows, label: 'New flows in 5 min' }, noPort],
  symptoms: [
    {
      title: 'flows',
      left: { unit: 'Count', lines: [noPort] },
      right: { unit: 'Count', lines: [newFlows] },
    },
  ],
  causes: [],
};

function targetCharts(metric: ReturnType<typeof metricsOf>): Charts {
  const unhealthy: Line = {
    label: 'Unhealthy',
    means: 'error',
    metrics: { m: metric('UnHealthyHostCount', 'Minimum') },
    rules: ['HostsUnhealthy'],
  };
  const healthy: Line = {
    label: 'Healthy',
    means: 'success',
    metrics: { m: metric('HealthyHostCount', 'Maximum') },
    rules: ['NoHealthyHost'],
  };
  return {
    numbers: [{ ...unhealthy, label: 'Unhealthy targets' }],
    symptoms: [],
    causes: [{ title: 'targets', left: { unit: 'Count', lines: [unhealthy, healthy] } }],
  };
}

/** What a load balancer carries: `application` for HTTP, `network`, or `gateway`. */
function kindOf(source: IApplicationLoadBalancer, balancer: CfnLoadBalancer | undefined): string {
  if (balancer !== undefined) return stringIn(balancer.type, balancer) ?? 'application';
  const [, kind = 'app'] = /:loadbalancer\/(net|gwy|app)\//.exec(source.loadBalancerArn) ?? [];
  return { net: 'network', gwy: 'gateway', app: 'application' }[kind] as string;
}

function loadBalancerPart(source: IApplicationLoadBalancer, balancer: CfnLoadBalancer | undefined): Part {
  return {
    id: '',
    stack: Stack.of(source),
    dimensions: {
      LoadBalancer: balancer?.attrLoadBalancerFullName ?? fullNameIn(source.loadBalancerArn),
    },
    ...(kindOf(source, balancer) === 'network'
      ? { rules: candidates(NETWORK_LOAD_BALANCER_RULES, {}), charts: NETWORK_BALANCER_CHARTS }
      : { rules: candidates(LOAD_BALANCER_RULES, {}), charts: BALANCER_CHARTS }),
    consoleUrl: balancer && consoleUrl(balancer, 'ec2/home#LoadBalancers:'),
  };
}

/** `app/name/id`, the end of the ARN. */
const fullNameIn = (arn: string): string => Fn.select(1, Fn.split(':loadbalancer/', arn));

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const LISTENER_RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';

const listenersOf = (balancer: CfnLoadBalancer, graph: ResourceGraph): CfnListener[] =>
  graph.referrers<CfnListener>(LISTENER, 'loadBalancerArn', balancer);

/** The target groups that a balancer's listeners and their rules send requests to. */
function targetGroupsOf(
  source: IApplicationLoadBalancer,
  balancer: CfnLoadBalancer | undefined,
  { graph, claim }: WatchContext,
): CfnTargetGroup[] {
  const listeners = balancer === undefined ? [] : listenersOf(balancer, graph);
  const rules =
    balancer === undefined
      ? rulesOfImported(source.loadBalancerArn, graph)
      : listeners.flatMap((listener) => graph.referrers<CfnListenerRule>(LISTENER_RULE, 'listenerArn', listener));
  const groups = new Set([
    ...listeners.flatMap((listener) => mentionedIn(listener.defaultActions, listener)),
    ...rules.flatMap((rule) => mentionedIn(rule.actions, rule)),
  ]);
  return [...groups]
    .filter((resource): resource is CfnTargetGroup => resource.cfnResourceType === TARGET_GROUP.type)
    .filter(claim);
}

/** The rules of this app on listeners of a balancer that another app makes. The ARN of a listener contains the name of its balancer. */
function rulesOfImported(balancerArn: string, graph: ResourceGraph): CfnListenerRule[] {
  const [, fullName] = balancerArn.split(':loadbalancer/');
  return graph
    .ofType<CfnListenerRule>(LISTENER_RULE)
    .filter((rule) => fullName !== undefined && rule.listenerArn?.includes(`:listener/${fullName}/`));
}

function targetGroupPart(group: CfnTargetGroup, dimensions: Dimensions, isTested: boolean): Part {
  const isOfHttp = isHttp(group);
  const facts = { isLambda: stringIn(group.targetType, group) === 'lambda', isTested };
  return {
    id: '',
    stack: Stack.of(group),
    dimensions: { TargetGroup: group.attrTargetGroupFullName, ...dimensions },
    rules: candidates(isOfHttp ? TARGET_GROUP_RULES : NETWORK_TARGET_GROUP_RULES, facts),
    charts: targetCharts(isOfHttp ? elb : network),
  };
}

/** A target group as a part of its balancer. */
function groupOfBalancer(
  group: CfnTargetGroup,
  balancer: CfnLoadBalancer | undefined,
  dimensions: Dimensions,
  { graph }: WatchContext,
): Part {
  const label = stackPathOf(group);
  const tested = balancer !== undefined && isTested(group, listenersOf(balancer, graph), graph);
  return { ...targetGroupPart(group, dimensions, tested), id: label, label };
}

export const LOAD_BALANCERS = register<IApplicationLoadBalancer, CfnLoadBalancer>({
  data: LOAD_BALANCER,
  component: 'WebPortal',
  attribute: 'loadBalancerArn',
  refusal: ({ source, resource }) =>
    kindOf(source, resource) === 'gateway'
      ? 'a Gateway Load Balancer is none of the five types. Leave it out.'
      : undefined,
  parts: ({ source, resource: balancer }, context) => {
    const own = loadBalancerPart(source, balancer);
    const certificates =
      balancer === undefined
        ? []
        : listenersOf(balancer, context.graph).flatMap((listener) =>
            certificateParts(listener.certificates, listener, context),
          );
    const groups = targetGroupsOf(source, balancer, context);
    return [
      own,
      ...groups.map((group) => groupOfBalancer(group, balancer, own.dimensions, context)),
      ...functionParts(
        groups.flatMap((group) => functionsIn(group.targets, group)),
        context,
        API_FUNCTION_RULES,
      ),
      ...certificates,
    ];
  },
});

/** The imported listener that sends requests to a group, through a rule of this app. */
const importedListenerOf = (group: CfnTargetGroup, graph: ResourceGraph): string | undefined =>
  graph
    .ofType<CfnListenerRule>(LISTENER_RULE)
    .filter((rule) => mentionedIn(rule.actions, rule).includes(group))
    .find((rule) => mentionedIn(rule.listenerArn, rule).length === 0)?.listenerArn;

/** `app/name/id` in the ARN of a listener, also in one that only deployment knows. */
function balancerIn(listenerArn: string): string {
  const path = Fn.split('/', Fn.select(1, Fn.split(':listener/', listenerArn)));
  return Fn.join(
    '/',
    [0, 1, 2].map((index) => Fn.select(index, path)),
  );
}

/** A target group of this app behind a load balancer of another, which no monitor watches. */
export const TARGET_GROUPS = register<IApplicationTargetGroup, CfnTargetGroup>({
  data: TARGET_GROUP,
  component: 'WebPortal',
  attribute: 'targetGroupArn',
  isLeftover: () => true,
  accepts: (group, { graph }) => isHttp(group) && importedListenerOf(group, graph) !== undefined,
  refusal: ({ resource }) =>
    resource === undefined
      ? 'an imported target group is measured together with its load balancer: watch that one.'
      : undefined,
  parts: ({ resource: group }, context) => {
    const listener = group && importedListenerOf(group, context.graph);
    if (group === undefined || listener === undefined) return [];
    return [
      targetGroupPart(group, { LoadBalancer: balancerIn(listener) }, false),
      ...functionParts(functionsIn(group.targets, group), context, API_FUNCTION_RULES),
    ];
  },
});

/** The groups of Network Load Balancers are measured in another namespace. */
const isHttp = (group: CfnTargetGroup): boolean =>
  stringIn(group.targetType, group) === 'lambda' || /^HTTPS?$/.test(stringIn(group.protocol, group) ?? '');
