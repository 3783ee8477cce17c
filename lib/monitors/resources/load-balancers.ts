import { Fn, Stack } from 'aws-cdk-lib';
import type {
  CfnListener,
  CfnListenerRule,
  CfnLoadBalancer,
  CfnTargetGroup,
  ILoadBalancerRef,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Dimensions } from '../../alarms/alarm-properties';
import type { Part } from '../../dashboards/part';
import { LOAD_BALANCER_RULES, TARGET_GROUP_RULES } from '../../rules/load-balancer-rules';
import { metricsOf } from '../../rules/readings';
import { candidates } from '../../rules/rule';
import { mentionedIn, stringIn } from '../../tree/inspect';
import { placeOf } from '../../tree/naming';
import type { ResourceGraph } from '../../tree/resource-graph';
import type { WatchContext } from '../discovery/watch-context';
import { consoleUrl } from './console';

export const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const elb = metricsOf('AWS/ApplicationELB');

/** Network and gateway load balancers carry no HTTP. */
export function isApplicationLoadBalancer(source: ILoadBalancerRef, balancer: CfnLoadBalancer | undefined): boolean {
  if (balancer === undefined) return !/:loadbalancer\/(net|gwy)\//.test(source.loadBalancerRef.loadBalancerArn);
  return balancer.type === undefined || stringIn(balancer.type, balancer) === 'application';
}

export function loadBalancerPart(source: ILoadBalancerRef, balancer: CfnLoadBalancer | undefined): Part {
  return {
    id: '',
    stack: Stack.of(source),
    dimensions: {
      LoadBalancer: balancer?.attrLoadBalancerFullName ?? fullNameIn(source.loadBalancerRef.loadBalancerArn),
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

export const listenersOf = (balancer: CfnLoadBalancer, graph: ResourceGraph): CfnListener[] =>
  graph.referrers<CfnListener>('AWS::ElasticLoadBalancingV2::Listener', 'loadBalancerArn', balancer);

/** The target groups that a balancer's listeners and their rules send requests to. */
export function targetGroupParts(balancer: CfnLoadBalancer, dimensions: Dimensions, context: WatchContext): Part[] {
  const listeners = listenersOf(balancer, context.graph);
  const rules = listeners.flatMap((listener) =>
    context.graph.referrers<CfnListenerRule>('AWS::ElasticLoadBalancingV2::ListenerRule', 'listenerArn', listener),
  );
  const groups = new Set([
    ...listeners.flatMap((listener) => mentionedIn(listener.defaultActions, listener)),
    ...rules.flatMap((rule) => mentionedIn(rule.actions, rule)),
  ]);
  return [...groups]
    .filter((resource): resource is CfnTargetGroup => resource.cfnResourceType === TARGET_GROUP)
    .filter(context.claim)
    .map((group) => {
      const label = placeOf(group);
      return {
        id: label,
        label,
        stack: Stack.of(group),
        dimensions: { TargetGroup: group.attrTargetGroupFullName, ...dimensions },
        rules: candidates(TARGET_GROUP_RULES, { isLambda: stringIn(group.targetType, group) === 'lambda' }),
        graphs: {
          what: [],
          why: [
            {
              label: `${label} unhealthy`,
              metrics: { m: elb('UnHealthyHostCount', 'Maximum') },
              axis: 'right' as const,
            },
          ],
        },
      };
    });
}
