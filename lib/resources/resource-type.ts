import { candidates, type RuleTable } from '../rules/rule';
import type { MadeData } from './made-data';
import type { Identification } from './names';

/** The five types of components that are resources. */
export type ResourceComponent = 'WebPortal' | 'HttpApi' | 'EventApi' | 'Queue' | 'Database';

/** Those, applications, metrics that users choose themselves, and health checks. */
export type ComponentType = ResourceComponent | 'Application' | 'Metric' | 'HealthChecks';

/** One configuration of a resource, with the facts that its rules need. */
export interface Example<Facts = never> {
  readonly name: string;
  readonly facts: Facts;
  /** @default - those of the section */
  readonly dimensions?: readonly string[];
}

/** A table of rules as the documentation shows it: on what, under which dimensions, with which numbers. */
export interface Section<Facts = never> {
  readonly component: Exclude<ComponentType, 'Metric'>;
  /** What the rules watch, such as `SQS queue`. Unique. */
  readonly resource: string;
  readonly dimensions: readonly string[];
  readonly table: RuleTable<Facts>;
  readonly examples: readonly Example<Facts>[];
}

/** The data of one AWS resource type. */
export interface ResourceType {
  /** The CloudFormation type, such as `AWS::SQS::Queue`. */
  readonly type: string;
  /** @default - `Ref` gives the logical id, and there are no attributes */
  readonly names?: Identification;
  readonly sections: readonly Section[];
  /** What it publishes in a rehearsal. @default - `lib/rehearsal/room/traffic` says so */
  readonly made?: MadeData;
  /** The ids of what can go wrong with it in a rehearsal. @default - the failures that change `made`, and those that name its type */
  readonly failures?: readonly string[];
}

/** A section whose facts and table belong together, among others. */
export const section = <Facts>(of: Section<Facts>): Section => of as unknown as Section;

/** The namespaces that the rules of sections read, each once; the first is that of the resource itself. */
export const namespacesOf = (sections: readonly Section[]): string[] => [
  ...new Set(
    sections.flatMap(({ table, examples }) =>
      examples.flatMap(({ facts }) =>
        candidates(table, facts).flatMap(({ rule }) => Object.values(rule.metrics).map(({ namespace }) => namespace)),
      ),
    ),
  ),
];

/** The example of a resource whose rules need no facts. */
export const ANY: readonly Example<object>[] = [{ name: 'any', facts: {} }];
