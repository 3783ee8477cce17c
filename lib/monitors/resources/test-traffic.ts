import type { CfnResource } from 'aws-cdk-lib';
import type { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { CfnService } from 'aws-cdk-lib/aws-ecs';
import type { CfnListener, CfnListenerRule, CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { inspect, mentionedIn, mentions, valuesOf } from '../../tree/inspect';
import type { ResourceGraph } from '../../tree/resource-graph';

/** Whether nothing leads to a group but what CodeDeploy and ECS send test traffic through before a deployment. */
export function isTested(group: CfnTargetGroup, listeners: readonly CfnListener[], graph: ResourceGraph): boolean {
  const paths = listeners.flatMap((listener): CfnResource[][] => [
    ...(mentionedIn(listener.defaultActions, listener).includes(group) ? [[listener]] : []),
    ...graph
      .referrers<CfnListenerRule>('AWS::ElasticLoadBalancingV2::ListenerRule', 'listenerArn', listener)
      .filter((rule) => mentionedIn(rule.actions, rule).includes(group))
      .map((rule) => [rule, listener]),
  ]);
  const tested = testTraffic(graph);
  return paths.every((path) => path.some((each) => tested.has(each)));
}

/** The listeners and rules of test traffic. */
function testTraffic(graph: ResourceGraph): ReadonlySet<CfnResource> {
  const groups = graph.ofType<CfnDeploymentGroup>('AWS::CodeDeploy::DeploymentGroup');
  const services = graph.ofType<CfnService>('AWS::ECS::Service');
  return new Set([
    ...groups.flatMap((each) => mentions(valuesOf('testTrafficRoute', inspect(each.loadBalancerInfo, each)))),
    ...services.flatMap((each) => mentions(valuesOf('testListenerRule', inspect(each.loadBalancers, each)))),
  ]);
}
