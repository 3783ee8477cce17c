import { FAN_OUT_RULES, STREAM_RULES } from '../rules/stream-rules';
import { arn, named } from './names';
import { type ResourceType, section } from './resource-type';

export const STREAM: ResourceType = {
  type: 'AWS::Kinesis::Stream',
  names: named(
    'Name',
    arn('kinesis', ({ unique }) => `stream/${unique}`),
  ),
  sections: [
    section({
      component: 'EventApi',
      resource: 'Kinesis stream',
      dimensions: ['StreamName'],
      table: STREAM_RULES,
      examples: [
        { name: 'read by functions, kept 48 h', facts: { retentionHours: 48, readByFunctions: true } },
        { name: 'read by others, kept 24 h', facts: { retentionHours: 24, readByFunctions: false } },
        {
          name: 'read with enhanced fan-out alone',
          facts: { retentionHours: 24, readByFunctions: true, hasOnlyFanOut: true },
        },
      ],
    }),
    section({
      component: 'EventApi',
      resource: 'Consumer of a stream with enhanced fan-out',
      dimensions: ['StreamName', 'ConsumerName'],
      table: FAN_OUT_RULES,
      examples: [
        { name: 'a function, kept 24 h', facts: { retentionHours: 24, readByFunctions: true } },
        { name: 'another, kept 24 h', facts: { retentionHours: 24, readByFunctions: false } },
      ],
    }),
  ],
};
