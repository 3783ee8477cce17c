import { PIPE_RULES } from '../rules/pipe-rules';
import { duration, failures, never, requests, throttles } from './made-data';
import { arn, named } from './names';
import { ANY, type ResourceType, section } from './resource-type';

export const PIPE: ResourceType = {
  type: 'AWS::Pipes::Pipe',
  names: named(
    'Name',
    arn('pipes', ({ unique }) => `pipe/${unique}`),
  ),
  made: {
    arrivals: 12,
    metrics: {
      Invocations: requests(),
      ExecutionFailed: failures(),
      ExecutionTimeout: never(),
      ExecutionThrottled: throttles(),
      TargetStageDuration: duration(120),
    },
  },
  sections: [
    section({
      component: 'EventApi',
      resource: 'EventBridge pipe',
      dimensions: ['PipeName'],
      table: PIPE_RULES,
      examples: ANY,
    }),
  ],
};
