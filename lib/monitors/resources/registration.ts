import type { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Detail, Part } from '../../dashboards/part';
import type { ResourceComponent, ResourceType } from '../../resources/resource-type';
import type { WatchContext } from './watch-context';

/** What a monitor watches. */
export interface Subject<Source = IConstruct, Resource = CfnResource, Options = object> {
  /** The construct that the monitor was given, of this app or imported. */
  readonly source: Source & IConstruct;
  /** The resource behind it; undefined if it is imported. */
  readonly resource?: Resource;
  /** Options of the user that the template does not have. */
  readonly options: Options;
}

/** How an AWS resource type is found in a CDK app, and what belongs to a component of its kind. */
export interface Registration<Source = IConstruct, Resource = CfnResource, Options = object> {
  readonly data: ResourceType;
  /** The type of the component that it makes. */
  readonly component: ResourceComponent;
  /**
   * The attribute that only L2 constructs of this kind have, imported ones too, such as `queueArn`. CDK's own marks, such as
   * `queueRef`, came to all of them only with release 2.240.
   *
   * @default - none is imported, because there is no L2 construct
   */
  readonly attribute?: string;
  /** Whether `watch` makes a component of it only where no other component has it. @default - never */
  readonly isLeftover?: (resource: Resource, context: WatchContext) => boolean;
  /** Whether `watch` makes a component of it. @default - always */
  readonly accepts?: (resource: Resource, context: WatchContext) => boolean;
  /** Why no monitor can watch it, or undefined. */
  readonly refusal?: (subject: Subject<Source, Resource, Options>) => string | undefined;
  /** Its dead-letter queues and failure destinations. */
  readonly deadLetters?: (resource: Resource) => CfnResource[];
  /** Itself, and what belongs to it as far as no other component has it. */
  readonly parts: (subject: Subject<Source, Resource, Options>, context: WatchContext) => Part[];
  /** The graphs of the details dashboard. */
  readonly details?: (subject: Subject<Source, Resource, Options>, context: WatchContext) => Detail[];
}

/** A registration whose construct, resource and options belong together, among others. */
export const register = <Source, Resource, Options = object>(
  registration: Registration<Source, Resource, Options>,
): Registration => registration as unknown as Registration;

/** A registration of a type without L2 constructs, so that each is a resource of the app. */
export const registerResource = <Resource extends CfnResource, Options = object>({
  parts,
  ...registration
}: Pick<Registration<Resource, Resource, Options>, 'data' | 'component' | 'accepts' | 'isLeftover' | 'deadLetters'> & {
  readonly parts: (resource: Resource, context: WatchContext, options: Options) => Part[];
}): Registration =>
  register<Resource, Resource, Options>({
    ...registration,
    parts: ({ resource, options }, context) => (resource === undefined ? [] : parts(resource, context, options)),
  });
