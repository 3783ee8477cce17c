import { SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { acknowledge } from '../tree/newer-cdk';
import { type ChatApplication, idOf } from './destination';

/** A Slack channel that Amazon Q Developer notifies of alarms. Its role can read CloudWatch and change nothing. */
export function chatApplication(
  scope: Construct,
  namePrefix: string,
  { workspaceId, channelId }: ChatApplication,
): SlackChannelConfiguration {
  const id = idOf(scope, 'SlackApp', [workspaceId, channelId]);
  const known = scope.node.tryFindChild(id) as SlackChannelConfiguration | undefined;
  if (known !== undefined) return known;
  const configuration = new SlackChannelConfiguration(scope, id, {
    slackChannelConfigurationName: `${namePrefix}-${channelId}`,
    slackWorkspaceId: workspaceId,
    slackChannelId: channelId,
    // people in the channel can run commands; without this they could do anything that the role allows, or more
    guardrailPolicies: [ManagedPolicy.fromAwsManagedPolicyName('CloudWatchReadOnlyAccess')],
  });
  configuration.addToRolePolicy(
    // they have no resource that could be named
    new PolicyStatement({ actions: ['cloudwatch:GetMetricData', 'cloudwatch:GetMetricWidgetImage'], resources: ['*'] }),
  );
  const reason = 'Reading metrics has no resource that could be named.';
  acknowledge(configuration, 'AwsSolutions-IAM5[Resource::*]', reason);
  return configuration;
}

/** A topic as another stack names it. */
export const topicByArn = (scope: Construct, id: string, arn: string): ITopic =>
  (scope.node.tryFindChild(id) as ITopic | undefined) ?? Topic.fromTopicArn(scope, id, arn);
