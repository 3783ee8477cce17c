import { Arn, ArnFormat, Fn, Stack, Token } from 'aws-cdk-lib';
import type { CfnRule, IRuleRef } from 'aws-cdk-lib/aws-events';
import type { CfnStream, IStreamRef } from 'aws-cdk-lib/aws-kinesis';
import type { CfnTopic, ITopicRef } from 'aws-cdk-lib/aws-sns';
import type { Dimensions } from '../../alarms/alarm-properties';
import type { Part } from '../../dashboards/part';
import { EVENT_RULE_RULES } from '../../rules/event-rule-rules';
import { metricsOf } from '../../rules/readings';
import { candidates } from '../../rules/rule';
import { STREAM_RULES } from '../../rules/stream-rules';
import { TOPIC_RULES, type TopicFacts } from '../../rules/topic-rules';
import { inspect, numberIn } from '../../tree/inspect';
import { consoleUrl } from './console';

export const EVENT_RULE = 'AWS::Events::Rule';
export const TOPIC = 'AWS::SNS::Topic';
export const STREAM = 'AWS::Kinesis::Stream';

const events = metricsOf('AWS/Events');
const sns = metricsOf('AWS/SNS');
const kinesis = metricsOf('AWS/Kinesis');

/** An EventBridge rule, on the default or a custom bus. */
export function rulePart(source: IRuleRef, rule: CfnRule | undefined, hasDeadLetterQueue: boolean): Part {
  return {
    id: '',
    stack: Stack.of(source),
    dimensions: rule === undefined ? importedRuleDimensions(source.ruleRef.ruleArn) : ruleDimensions(rule),
    rules: candidates(EVENT_RULE_RULES, { hasDeadLetterQueue }),
    graphs: {
      what: [
        { label: 'Failed invocations', metrics: { m: events('FailedInvocations', 'Sum') }, rules: ['EventLost'] },
        { label: 'Sent to the dead-letter queue', metrics: { m: events('InvocationsSentToDlq', 'Sum') } },
        { label: 'Throttled', metrics: { m: events('ThrottledRules', 'Sum') } },
        { label: 'Matched', metrics: { m: events('TriggeredRules', 'Sum') }, axis: 'right' },
        { label: 'Invocations', metrics: { m: events('Invocations', 'Sum') }, axis: 'right' },
      ],
      why: [],
    },
    consoleUrl: rule && consoleUrl(rule, 'events/home#/rules'),
  };
}

/**
 * On a custom bus, a rule is measured under its name and its bus's name. CloudFormation's Ref gives `bus|rule` there, a name
 * under which nothing is ever measured.
 */
function ruleDimensions(rule: CfnRule): Dimensions {
  const bus = inspect(rule.eventBusName, rule);
  // a physical name is a token even where nobody gave one
  const name = inspect(rule.name, rule) === undefined ? undefined : rule.name;
  if (bus === undefined || bus === 'default') return { RuleName: name ?? rule.ref };
  return {
    EventBusName: rule.eventBusName as string,
    // doubled, so that the second piece is the name whether Ref gives `bus|rule` or, as on the default bus, the bare name
    RuleName: name ?? Fn.select(1, Fn.split('|', `${rule.ref}|${rule.ref}`)),
  };
}

/** An ARN reads `rule/name` on the default bus and `rule/bus/name` on any other. */
function importedRuleDimensions(arn: string): Dimensions {
  if (Token.isUnresolved(arn)) return { RuleName: nameInArn(arn) };
  const [bus, name] = arn.split(':rule/')[1]?.split('/') ?? [];
  return name === undefined ? { RuleName: bus ?? arn } : { EventBusName: bus as string, RuleName: name };
}

export function topicPart(source: ITopicRef, topic: CfnTopic | undefined, facts: TopicFacts): Part {
  return {
    id: '',
    stack: Stack.of(source),
    dimensions: {
      TopicName: topic?.attrTopicName ?? Arn.split(source.topicRef.topicArn, ArnFormat.NO_RESOURCE_NAME).resource,
    },
    rules: candidates(TOPIC_RULES, facts),
    graphs: {
      what: [
        {
          label: 'Failed deliveries',
          metrics: { m: sns('NumberOfNotificationsFailed', 'Sum') },
          rules: ['NotificationsFailed'],
        },
      ],
      why: [
        { label: 'Published', metrics: { m: sns('NumberOfMessagesPublished', 'Sum') } },
        { label: 'Delivered', metrics: { m: sns('NumberOfNotificationsDelivered', 'Sum') } },
      ],
    },
    consoleUrl: topic && consoleUrl(topic, `sns/v3/home#/topic/${topic.ref}`),
  };
}

/** CloudFormation's default of AWS::Kinesis::Stream. */
const RETENTION_HOURS = 24;

export function streamPart(
  source: IStreamRef,
  stream: CfnStream | undefined,
  readByFunctions: boolean,
): Part & { retentionHours: number } {
  const retentionHours = (stream && numberIn(stream.retentionPeriodHours, stream)) ?? RETENTION_HOURS;
  return {
    id: '',
    stack: Stack.of(source),
    dimensions: { StreamName: stream?.ref ?? nameInArn(source.streamRef.streamArn) },
    rules: candidates(STREAM_RULES, { retentionHours, readByFunctions }),
    graphs: {
      what: [
        {
          label: 'Oldest unread record (ms)',
          metrics: { m: kinesis('GetRecords.IteratorAgeMilliseconds', 'Maximum') },
          rules: ['StreamNearLoss'],
        },
      ],
      why: [
        { label: 'Records in', metrics: { m: kinesis('IncomingRecords', 'Sum') } },
        { label: 'Records out', metrics: { m: kinesis('GetRecords.Records', 'Sum') } },
        {
          label: 'Writes refused',
          metrics: { m: kinesis('WriteProvisionedThroughputExceeded', 'Sum') },
          axis: 'right',
        },
        { label: 'Reads refused', metrics: { m: kinesis('ReadProvisionedThroughputExceeded', 'Sum') }, axis: 'right' },
      ],
    },
    consoleUrl: stream && consoleUrl(stream, `kinesis/home#/streams/details/${stream.ref}`),
    retentionHours,
  };
}

function nameInArn(arn: string): string {
  return Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME).resourceName ?? arn;
}
