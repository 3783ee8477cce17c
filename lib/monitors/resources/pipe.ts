import { type CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type { Charts, Line } from '../../dashboards/chart';
import { PIPE } from '../../resources/pipe';
import { QUEUE } from '../../resources/queue';
import { QUEUE_CONSUMER_RULES } from '../../rules/function-rules';
import { metricsOf } from '../../rules/metrics-of';
import { PIPE_RULES } from '../../rules/pipe-rules';
import { candidates } from '../../rules/rule';
import { inspect, mentions, valuesOf } from '../../tree/inspect';
import { consoleUrl } from './console';
import { functionParts, functionsIn } from './function';
import { deadLetterParts } from './queue';
import { registerResource } from './registration';

const pipes = metricsOf('AWS/EventBridge/Pipes');

const counted = (label: string, means: Line['means'], metric: string): Line => ({
  label,
  means,
  metrics: { m: pipes(metric, 'Sum') },
});
const invocations = counted('Executions', 'traffic', 'Invocations');
const failed = counted('Failed', 'error', 'ExecutionFailed');
const timedOut = counted('Timed out', 'error', 'ExecutionTimeout');
const throttled = counted('Throttled', 'throttle', 'ExecutionThrottled');

const PIPE_CHARTS: Charts = {
  numbers: [{ ...invocations, label: 'Executions in 5 min' }, failed, throttled],
  symptoms: [
    {
      title: 'executions',
      left: { unit: 'Count', lines: [failed, timedOut, throttled] },
      right: { unit: 'Count', lines: [invocations] },
    },
  ],
  causes: [
    {
      title: 'duration of the target',
      left: {
        unit: 'ms',
        lines: [{ label: 'p95', means: 'p95', metrics: { m: pipes('TargetStageDuration', 'p95') } }],
      },
    },
  ],
};

/** Where it puts the records of a stream that it gave up on. */
const deadLettersOf = (pipe: CfnPipe): CfnResource[] =>
  mentions(valuesOf('deadLetterConfig', inspect(pipe.sourceParameters, pipe)));

export const PIPES = registerResource<CfnPipe>({
  data: PIPE,
  component: 'EventApi',
  deadLetters: deadLettersOf,
  parts: (pipe, context) => {
    const queues = deadLettersOf(pipe).filter(({ cfnResourceType }) => cfnResourceType === QUEUE.type);
    return [
      {
        id: '',
        stack: Stack.of(pipe),
        dimensions: { PipeName: pipe.ref },
        rules: candidates(PIPE_RULES, {}),
        charts: PIPE_CHARTS,
        consoleUrl: consoleUrl(pipe, `events/home#/pipes/${pipe.ref}`),
      },
      ...deadLetterParts(queues, context),
      // it waits for their answers, and tries again
      ...functionParts(
        [...functionsIn(pipe.target, pipe), ...functionsIn(pipe.enrichment, pipe)],
        context,
        QUEUE_CONSUMER_RULES,
      ),
    ];
  },
});
