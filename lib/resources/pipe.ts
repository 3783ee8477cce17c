import { PIPE_RULES } from '../rules/pipe-rules';
import { arn, named } from './names';
import { ANY, type ResourceType, section } from './resource-type';

export const PIPE: ResourceType = {
  type: 'AWS::Pipes::Pipe',
  names: named(
    'Name',
    arn('pipes', ({ unique }) => `pipe/${unique}`),
  ),
  failures: ['bad-deployment', 'deliveries-fail', 'throttled', 'quiet-night', 'spike', 'metric-stops'],
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
