import type { CfnResource } from 'aws-cdk-lib';
import type { CfnEventInvokeConfig, CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import { QUEUE } from '../../resources/queue';
import { inspect, mentionedIn, mentions, valuesOf } from '../../tree/inspect';
import type { ResourceGraph } from '../../tree/resource-graph';
import { REGISTRATIONS } from '../resources/all';

interface Source {
  readonly type: string;
  readonly deadLetters: (resource: CfnResource) => CfnResource[];
}

/** `property` is a part of the resource that names nothing but the queue. */
const source = <R extends CfnResource>(type: string, property: (resource: R) => unknown): Source => ({
  type,
  deadLetters: (resource) => mentionedIn(property(resource as R), resource),
});

const onFailure = (config: unknown, scope: CfnResource): CfnResource[] =>
  mentions(inspect<{ onFailure?: unknown }>(config, scope)?.onFailure);

/** The dead-letter queues that a target, or the parameters of a source, name. */
const deadLettersIn = (value: unknown, scope: CfnResource): CfnResource[] =>
  mentions(valuesOf('deadLetterConfig', inspect(value, scope)));

/** Where CloudFormation lets a resource that makes no component name the queue for what it could not deliver. */
const SOURCES: readonly Source[] = [
  source<CfnSubscription>('AWS::SNS::Subscription', (subscription) => subscription.redrivePolicy),
  source<CfnFunction>('AWS::Lambda::Function', (fn) => fn.deadLetterConfig),
  {
    type: 'AWS::Lambda::EventInvokeConfig',
    deadLetters: (config) => onFailure((config as CfnEventInvokeConfig).destinationConfig, config),
  },
  {
    type: 'AWS::Lambda::EventSourceMapping',
    deadLetters: (mapping) => onFailure((mapping as CfnEventSourceMapping).destinationConfig, mapping),
  },
  {
    type: 'AWS::Scheduler::Schedule',
    deadLetters: (schedule) => deadLettersIn((schedule as CfnSchedule).target, schedule),
  },
];

/** The queues that something puts its failures into: they belong to that something. */
export function deadLetterQueues(graph: ResourceGraph): Set<CfnResource> {
  const components = REGISTRATIONS.map(({ data, deadLetters = () => [] }) => ({ type: data.type, deadLetters }));
  const all = [...SOURCES, ...components].flatMap(({ type, deadLetters }) => graph.ofType(type).flatMap(deadLetters));
  return new Set(all.filter((resource) => resource.cfnResourceType === QUEUE.type));
}
