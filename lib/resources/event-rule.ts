import { EVENT_RULE_RULES } from '../rules/event-rule-rules';
import { arn, type Physical } from './names';
import { type ResourceType, section } from './resource-type';

const bus = ({ property }: Physical) => property('EventBusName');

export const EVENT_RULE: ResourceType = {
  type: 'AWS::Events::Rule',
  names: {
    nameProperty: 'Name',
    // on a custom bus, Ref returns bus|rule, which is not the dimension RuleName
    ref: (rule) => [bus(rule), rule.name].filter(Boolean).join('|'),
    attributes: { Arn: arn('events', (rule) => ['rule', bus(rule), rule.unique].filter(Boolean).join('/')) },
  },
  sections: [
    section({
      component: 'EventApi',
      resource: 'EventBridge rule',
      dimensions: ['RuleName'],
      table: EVENT_RULE_RULES,
      examples: [
        { name: 'without a dead-letter queue', facts: { hasDeadLetterQueue: false } },
        {
          name: 'on a custom bus, with a dead-letter queue',
          dimensions: ['EventBusName', 'RuleName'],
          facts: { hasDeadLetterQueue: true },
        },
      ],
    }),
  ],
};
