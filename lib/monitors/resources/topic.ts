import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import type { CfnSubscription, CfnTopic, ITopic } from 'aws-cdk-lib/aws-sns';
import type { Charts, Line } from '../../dashboards/chart';
import type { Part } from '../../dashboards/part';
import { TOPIC } from '../../resources/topic';
import { EVENT_HANDLER_RULES } from '../../rules/function-rules';
import { metricsOf } from '../../rules/metrics-of';
import { candidates } from '../../rules/rule';
import { TOPIC_RULES, type TopicFacts } from '../../rules/topic-rules';
import { mentionedIn } from '../../tree/inspect';
import { consoleUrl } from './console';
import { functionParts, functionsIn } from './function';
import { deadLetterParts } from './queue';
import { register } from './registration';

const sns = metricsOf('AWS/SNS');

const published: Line = {
  label: 'Published',
  means: 'traffic',
  metrics: { m: sns('NumberOfMessagesPublished', 'Sum') },
};
const delivered: Line = {
  label: 'Delivered',
  means: 'success',
  metrics: { m: sns('NumberOfNotificationsDelivered', 'Sum') },
};
const failed: Line = {
  label: 'Failed',
  means: 'error',
  metrics: { m: sns('NumberOfNotificationsFailed', 'Sum') },
  rules: ['NotificationsFailed'],
};

const TOPIC_CHARTS: Charts = {
  numbers: [{ ...published, label: 'Published in 5 min' }, failed],
  symptoms: [
    {
      title: 'deliveries',
      left: { unit: 'Count', lines: [failed] },
      right: { unit: 'Count', lines: [published, delivered] },
    },
  ],
  causes: [],
};

export function topicPart(source: ITopic, topic: CfnTopic | undefined, facts: TopicFacts): Part {
  return {
    id: '',
    stack: Stack.of(source),
    dimensions: {
      TopicName: topic?.attrTopicName ?? Arn.split(source.topicArn, ArnFormat.NO_RESOURCE_NAME).resource,
    },
    rules: candidates(TOPIC_RULES, facts),
    charts: TOPIC_CHARTS,
    consoleUrl: topic && consoleUrl(topic, `sns/v3/home#/topic/${topic.ref}`),
  };
}

export const TOPICS = register<ITopic, CfnTopic>({
  data: TOPIC,
  component: 'EventApi',
  attribute: 'topicArn',
  parts: ({ source, resource: topic }, context) => {
    const target = topic ?? { id: source.topicArn, scope: source };
    const subscriptions = context.graph.referrers<CfnSubscription>('AWS::SNS::Subscription', 'topicArn', target);
    const deadLetters = subscriptions.flatMap((each) => mentionedIn(each.redrivePolicy, each));
    return [
      topicPart(source, topic, {
        hasDeadLetterQueue: deadLetters.length > 0,
        isFiltered: subscriptions.some(({ filterPolicy }) => filterPolicy !== undefined),
        callsHttp: subscriptions.some(({ protocol }) => protocol === 'http' || protocol === 'https'),
        sendsSms: subscriptions.some(({ protocol }) => protocol === 'sms'),
      }),
      ...deadLetterParts(deadLetters, context),
      ...functionParts(
        subscriptions.flatMap((each) => functionsIn(each.endpoint, each)),
        context,
        EVENT_HANDLER_RULES,
      ),
    ];
  },
});
