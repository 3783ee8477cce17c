import { TOPIC_RULES } from '../rules/topic-rules';
import { arn, name } from './names';
import { type ResourceType, section } from './resource-type';

const topicArn = arn('sns', ({ unique }) => unique);

export const TOPIC: ResourceType = {
  type: 'AWS::SNS::Topic',
  names: { nameProperty: 'TopicName', ref: topicArn, attributes: { TopicArn: topicArn, TopicName: name } },
  sections: [
    section({
      component: 'EventApi',
      resource: 'SNS topic',
      dimensions: ['TopicName'],
      table: TOPIC_RULES,
      examples: [
        { name: 'plain', facts: { hasDeadLetterQueue: false, callsHttp: false, isFiltered: false, sendsSms: false } },
        {
          name: 'over HTTPS, with filter policy, dead-letter queue and text messages',
          facts: { hasDeadLetterQueue: true, callsHttp: true, isFiltered: true, sendsSms: true },
        },
      ],
    }),
  ],
};
