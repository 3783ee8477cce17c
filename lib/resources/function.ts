import {
  API_FUNCTION_RULES,
  EVENT_HANDLER_RULES,
  QUEUE_CONSUMER_RULES,
  REQUEST_FUNCTION_RULES,
  STREAM_CONSUMER_RULES,
} from '../rules/function-rules';
import { arn, type Identification, named } from './names';
import { type ResourceType, section } from './resource-type';

export const FUNCTION_NAMES: Identification = named(
  'FunctionName',
  arn('lambda', ({ unique }) => `function:${unique}`),
);
const dimensions = ['FunctionName'];

export const FUNCTION: ResourceType = {
  type: 'AWS::Lambda::Function',
  names: FUNCTION_NAMES,
  sections: [
    section({
      component: 'HttpApi',
      resource: 'Function behind an API',
      dimensions,
      table: API_FUNCTION_RULES,
      examples: [
        { name: 'timeout 30 s, 10 reserved', facts: { timeoutSeconds: 30, reservedConcurrency: 10 } },
        { name: 'timeout 10 s', facts: { timeoutSeconds: 10 } },
      ],
    }),
    section({
      component: 'HttpApi',
      resource: 'Function that answers requests itself',
      dimensions,
      table: REQUEST_FUNCTION_RULES,
      examples: [
        { name: 'timeout 20 s, 10 reserved', facts: { timeoutSeconds: 20, reservedConcurrency: 10 } },
        { name: 'timeout 3 s', facts: { timeoutSeconds: 3 } },
      ],
    }),
    section({
      component: 'EventApi',
      resource: 'Function that handles events',
      dimensions,
      table: EVENT_HANDLER_RULES,
      examples: [
        { name: 'timeout 60 s, 10 reserved', facts: { timeoutSeconds: 60, reservedConcurrency: 10 } },
        {
          name: 'timeout 30 s, with a dead-letter queue',
          facts: { timeoutSeconds: 30, hasFailureDestination: true },
        },
      ],
    }),
    section({
      component: 'EventApi',
      resource: 'Function that reads a stream',
      dimensions,
      table: STREAM_CONSUMER_RULES,
      examples: [
        {
          name: 'timeout 60 s, 10 reserved, records kept 48 h',
          facts: { timeoutSeconds: 60, reservedConcurrency: 10, retentionHours: 48 },
        },
        { name: 'timeout 30 s, records kept 48 h', facts: { timeoutSeconds: 30, retentionHours: 48 } },
      ],
    }),
    section({
      component: 'Queue',
      resource: 'Function that consumes a queue',
      dimensions,
      table: QUEUE_CONSUMER_RULES,
      examples: [
        { name: 'timeout 30 s, 10 reserved', facts: { timeoutSeconds: 30, reservedConcurrency: 10 } },
        { name: 'timeout 600 s', facts: { timeoutSeconds: 600 } },
      ],
    }),
  ],
};
