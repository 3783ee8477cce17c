import { Stack } from 'aws-cdk-lib';
import type { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { FUNCTION_NUMBERS, functionCharts, iteratorAge } from '../../dashboards/function-charts';
import type { Part } from '../../dashboards/part';
import { isFrameworkFunction } from '../../resources/framework-functions';
import { FUNCTION } from '../../resources/function';
import {
  EVENT_HANDLER_RULES,
  type FunctionFacts,
  QUEUE_CONSUMER_RULES,
  REQUEST_FUNCTION_RULES,
  STREAM_CONSUMER_RULES,
} from '../../rules/function-rules';
import { candidates, type RuleTable } from '../../rules/rule';
import type { ResourceGraph } from '../../tree/resource-graph';
import { consoleUrl } from './console';
import { factsOf, logGroupOf } from './function';
import { startsOf } from './function-starters';
import { type Registration, register } from './registration';
import type { WatchContext } from './watch-context';

// A function that no component has: nothing that Vigil watches starts it, or nothing at all.

const isRequested = (fn: CfnFunction, graph: ResourceGraph): boolean => startsOf(fn, graph).has('request');

function rulesFor(fn: CfnFunction | undefined, { graph }: WatchContext): RuleTable<FunctionFacts> {
  const starts = fn === undefined ? new Set() : startsOf(fn, graph);
  if (starts.has('request')) return REQUEST_FUNCTION_RULES;
  if (starts.has('records')) return STREAM_CONSUMER_RULES;
  return starts.has('messages') ? QUEUE_CONSUMER_RULES : EVENT_HANDLER_RULES;
}

const COMMON: Pick<Registration<IFunction, CfnFunction>, 'data' | 'attribute' | 'isLeftover' | 'parts'> = {
  data: FUNCTION,
  attribute: 'functionArn',
  isLeftover: () => true,
  parts: ({ source, resource: fn }, context): Part[] => [
    {
      id: '',
      stack: Stack.of(source),
      dimensions: { FunctionName: fn?.ref ?? source.functionName },
      rules: candidates(rulesFor(fn, context), fn === undefined ? {} : factsOf(fn, context.graph)),
      charts: {
        numbers: FUNCTION_NUMBERS,
        symptoms: [
          ...functionCharts(),
          ...(rulesFor(fn, context) === STREAM_CONSUMER_RULES ? [iteratorAge(['ConsumerBehind'])] : []),
        ],
        causes: [],
      },
      logGroup: fn && logGroupOf(fn),
      consoleUrl: fn && consoleUrl(fn, `lambda/home#/functions/${fn.ref}`),
    },
  ],
};

const isOfUsers = ({ node }: CfnFunction): boolean => !isFrameworkFunction(node.scopes.map(({ node: { id } }) => id));

/** Callers wait for its answer: an HTTP API. */
export const REQUEST_FUNCTIONS = register<IFunction, CfnFunction>({
  ...COMMON,
  component: 'HttpApi',
  accepts: (fn, { graph }) => isOfUsers(fn) && isRequested(fn, graph),
});

/** Started with events, or by something that is not known: an event API. */
export const EVENT_FUNCTIONS = register<IFunction, CfnFunction>({
  ...COMMON,
  component: 'EventApi',
  accepts: (fn, { graph }) => isOfUsers(fn) && !isRequested(fn, graph),
});
