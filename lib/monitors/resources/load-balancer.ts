import { Fn, Stack } from 'aws-cdk-lib';
import type {
  CfnListener,
  CfnListenerRule,
  CfnLoadBalancer,
  CfnTargetGroup,
  IApplicationLoadBalancer,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Dimensions } from '../../alarms/alarm-properties';
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
    graphs: {
      what: [
        { label: '5XX of the balancer', metrics: { m: elb('HTTPCode_ELB_5XX_Count', 'Sum') } },
        { label: '5XX of the targets', metrics: { m: elb('HTTPCode_Target_5XX_Count', 'Sum') } },
        { label: 'Requests', metrics: { m: elb('RequestCount', 'Sum') }, axis: 'right' },
      ],
      why: [
        { label: 'Response time p95 (ms)', metrics: { m: elb('TargetResponseTime', 'p95') }, expression: '1000 * m' },
        { label: 'Rejected connections', metrics: { m: elb('RejectedConnectionCount', 'Sum') }, axis: 'right' },
      ],
    },
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
    graphs: {
      what: [],
      why: [{ label: `${label} unhealthy`, metrics: { m: elb('UnHealthyHostCount', 'Maximum') }, axis: 'right' }],
    },
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
