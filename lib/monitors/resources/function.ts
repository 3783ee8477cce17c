import { type CfnResource, Fn, Stack } from 'aws-cdk-lib';
import type {
  CfnAlias,
  CfnEventInvokeConfig,
  CfnEventSourceMapping,
  CfnFunction,
  CfnVersion,
} from 'aws-cdk-lib/aws-lambda';
import { CAUSES_IN_A_FUNCTION, iteratorAge, THROTTLES } from '../../dashboards/function-charts';
import type { Part } from '../../dashboards/part';
import { FUNCTION } from '../../resources/function';
import type { FunctionFacts } from '../../rules/function-rules';
import { candidates, type RuleTable } from '../../rules/rule';
import { inspect, mentionedIn, numberIn } from '../../tree/inspect';
import { stackPathOf } from '../../tree/naming';
import type { Imported, ResourceGraph } from '../../tree/resource-graph';
import type { WatchContext } from './watch-context';

const EVENT_SOURCE_MAPPING = 'AWS::Lambda::EventSourceMapping';

/** The functions among some resources: themselves, or behind a version or an alias. */
export function functionsAmong(resources: readonly CfnResource[]): CfnFunction[] {
  return resources.flatMap((resource) => {
    if (resource.cfnResourceType === FUNCTION.type) return [resource as CfnFunction];
    if (!['AWS::Lambda::Alias', 'AWS::Lambda::Version'].includes(resource.cfnResourceType)) return [];
    return functionsIn((resource as CfnAlias | CfnVersion).functionName, resource);
  });
}

/** The functions that a property's value names. */
export const functionsIn = (value: unknown, scope: CfnResource): CfnFunction[] =>
  functionsAmong(mentionedIn(value, scope));

/** The functions that an event source mapping feeds from a queue, a stream or a table. */
export function consumersOf(source: CfnResource | Imported, graph: ResourceGraph): CfnFunction[] {
  const mappings = graph.referrers<CfnEventSourceMapping>(EVENT_SOURCE_MAPPING, 'eventSourceArn', source);
  return [...new Set(mappings.flatMap((mapping) => functionsIn(mapping.functionName, mapping)))];
}

/** Lambda's own default, as CloudFormation applies it. */
const DEFAULT_TIMEOUT_SECONDS = 3;

export const timeoutOf = (fn: CfnFunction): number => numberIn(fn.timeout, fn) ?? DEFAULT_TIMEOUT_SECONDS;

export const factsOf = (fn: CfnFunction, graph: ResourceGraph): FunctionFacts => ({
  timeoutSeconds: timeoutOf(fn),
  hasFailureDestination: fn.deadLetterConfig !== undefined || hasFailureDestination(fn, graph),
  reservedConcurrency: numberIn(fn.reservedConcurrentExecutions, fn),
});

const hasFailureDestination = (fn: CfnFunction, graph: ResourceGraph): boolean =>
  graph
    .ofType<CfnEventInvokeConfig>('AWS::Lambda::EventInvokeConfig')
    .filter((config) => functionsIn(config.functionName, config).includes(fn))
    .some((config) => {
      const destinations = inspect<{ onFailure?: unknown }>(config.destinationConfig, config);
      return destinations?.onFailure !== undefined;
    });

/** A function as a part of the component that it works for. */
export function functionPart(
  fn: CfnFunction,
  rules: RuleTable<FunctionFacts>,
  graph: ResourceGraph,
  facts: Partial<FunctionFacts> = {},
): Part {
  const path = stackPathOf(fn);
  const dimensions = { FunctionName: fn.ref };
  return {
    id: path,
    label: path,
    stack: Stack.of(fn),
    dimensions,
    rules: candidates(rules, { ...factsOf(fn, graph), ...facts }),
    charts: {
      numbers: [THROTTLES],
      symptoms: readsRecords(rules) ? [iteratorAge(['ConsumerBehind'])] : [],
      causes: CAUSES_IN_A_FUNCTION,
    },
    logGroup: logGroupOf(fn),
  };
}

/** The rules of what reads a stream measure how far it is behind. */
const readsRecords = (rules: RuleTable<FunctionFacts>): boolean => rules.some(({ id }) => id === 'ConsumerBehind');

/** Functions as parts of the component that they work for, as far as no other component has them. */
export const functionParts = (
  functions: readonly CfnFunction[],
  { claim, graph }: Pick<WatchContext, 'claim' | 'graph'>,
  rules: RuleTable<FunctionFacts>,
  facts: Partial<FunctionFacts> = {},
): Part[] => [...new Set(functions)].filter(claim).map((fn) => functionPart(fn, rules, graph, facts));

/** The log group that the app makes for a function; undefined where Lambda makes one, at the first line. */
export const ownLogGroup = (fn: CfnFunction): string | undefined =>
  (fn.loggingConfig as CfnFunction.LoggingConfigProperty | undefined)?.logGroup;

/** Where its log lines are: where it says, else where Lambda puts them. */
export function logGroupOf(fn: CfnFunction): string {
  return ownLogGroup(fn) ?? Fn.join('', ['/aws/lambda/', fn.ref]);
}
