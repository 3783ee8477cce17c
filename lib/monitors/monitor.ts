import { type CfnResource, Stack, Token } from 'aws-cdk-lib';
import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import { Construct, type IConstruct } from 'constructs';
import type { Detail } from '../dashboards/details';
import type { Part } from '../dashboards/part';
import type { RuleOptions } from '../rules/rule-options';
import { placeOf } from '../tree/naming';
import { resourceOf } from '../tree/resource-graph';
import type { WatchContext } from './discovery/watch-context';

/** The five types of components, and what an application says of itself. */
type ComponentType = 'WebPortal' | 'HttpApi' | 'EventApi' | 'Queue' | 'Database' | 'Application';

/** What a monitor reports to: a `Vigil`. */
export interface IVigil extends IConstruct {
  /** The environment that alarms and dashboards name, such as `prod`. */
  readonly environment: string;

  /** @internal */
  _watch(monitor: Monitor): void;
}

/** Options that all monitors have. */
export interface MonitorOptions {
  /**
   * What people call the component, in the names of its alarms and on the dashboard. Logical ids do not depend on it.
   *
   * @default - where the resource stands in its stack, such as `Orders-Queue`
   */
  readonly label?: string;

  /**
   * Changes to default rules, by rule id. The catalogue of alarms lists the ids.
   *
   * @default - no changes
   */
  readonly rules?: { [id: string]: RuleOptions };

  /**
   * Whether one composite carries the page when two or more of the component's rules page.
   *
   * @default - as the Vigil has it
   */
  readonly grouping?: boolean;
}

/** Properties that all monitors have. */
export interface MonitorProps extends MonitorOptions {
  /** Gives environment, routes and dashboards. */
  readonly vigil: IVigil;
}

// what alarm names, composite rules and dashboards can carry without escaping
const LABEL = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/;

/**
 * Watches one component. Its alarms are made when the app is synthesized, so that they know what was added to the app
 * after the monitor: consumers, dead-letter queues, routes.
 */
export abstract class Monitor extends Construct {
  /** What people call the component. */
  public readonly component: string;

  /** @internal */
  public readonly _rules: { [id: string]: RuleOptions };
  /** @internal */
  public readonly _grouping?: boolean;
  /**
   * The resource that the component is named after, unless it is imported.
   *
   * @internal
   */
  public readonly _resource?: CfnResource;

  /**
   * @param source what is watched, if it is a resource
   * @param types the CloudFormation types that `source` can stand for
   */
  protected constructor(scope: Construct, id: string, props: MonitorProps, source?: IConstruct, types: string[] = []) {
    super(scope, id);
    if (props.label !== undefined && !LABEL.test(props.label)) {
      throw new Error(
        `The label '${props.label}' of ${this.node.path} cannot be part of an alarm's name: use letters, digits, spaces, dots, dashes and underscores, at most 100.`,
      );
    }
    this.component = props.label ?? placeOf(source ?? this);
    this._rules = props.rules ?? {};
    this._grouping = props.grouping;
    this._resource = source && resourceOf(source, ...types);
    if (source !== undefined && this._resource === undefined) this.#checkRegion(source);
    props.vigil._watch(this);
  }

  #checkRegion(imported: IConstruct): void {
    const region = (imported as IConstruct & IEnvironmentAware).env.region;
    const here = Stack.of(imported).region;
    if (region === here || [region, here].some(Token.isUnresolved)) return;
    throw new Error(
      `${this.node.path}: ${imported.node.path} is in ${region}, and alarms in ${here} cannot see it. Import it into a stack in ${region}, with a Vigil there.`,
    );
  }

  /** @internal */
  public abstract readonly _type: ComponentType;

  /**
   * The resources of the component, as far as nobody else watches them.
   *
   * @internal
   */
  public abstract _parts(context: WatchContext): Part[];

  /**
   * What the overview has no room for.
   *
   * @internal
   */
  public _details(_context: WatchContext): Detail[] {
    return [];
  }
}
