import { type CfnResource, type IResource, Stack, Token } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { Detail } from '../dashboards/details';
import type { Part } from '../dashboards/part';
import type { ComponentType } from '../resources/resource-type';
import { RULES, type RuleOptions } from '../rules/rule-options';
import { placeOf } from '../tree/naming';
import { BOOLEAN, having, required, TEXT } from '../validation/kind';
import { type Fields, mistakesIn } from '../validation/options';
import { shown } from '../validation/shown';
import type { Registration, Subject } from './resources/registration';
import { registrationOf } from './resources/source';
import type { WatchContext } from './resources/watch-context';

interface Watched {
  readonly registration: Registration;
  readonly subject: Subject;
}

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

/** The kinds of the properties that all monitors have. */
export const MONITOR_FIELDS = {
  vigil: required(having('a Vigil', '_watch'), 'Give the Vigil that the monitor belongs to.'),
  label: TEXT,
  rules: RULES,
  grouping: BOOLEAN,
} satisfies Fields<MonitorProps>;

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
  public readonly _type: ComponentType;
  /** @internal */
  public readonly _rules: { [id: string]: RuleOptions };
  /** @internal */
  public readonly _grouping?: boolean;
  readonly #watched?: Watched;

  /**
   * @param props as `checked` returns them
   * @param type the type of the component
   * @param source what is watched, if it is a resource
   */
  protected constructor(scope: Construct, id: string, props: MonitorProps, type: string, source?: IConstruct) {
    super(scope, id);
    const { messages, isComplete } = mistakesIn(props);
    this.node.addValidation({ validate: () => [...messages] });
    if (props.label !== undefined && !LABEL.test(props.label)) {
      throw new Error(
        `The label ${shown(props.label)} of ${this.node.path} cannot be part of an alarm's name: use letters, digits, spaces, dots, dashes and underscores, at most 100.`,
      );
    }
    this.component = props.label ?? placeOf(source ?? this);
    this._type = type as ComponentType;
    this._rules = props.rules ?? {};
    this._grouping = props.grouping;
    this.#watched = source && this.#recognise(source, props);
    if (isComplete) props.vigil._watch(this);
  }

  /**
   * The resource that the component is named after, unless it is imported.
   *
   * @internal
   */
  public get _resource(): CfnResource | undefined {
    return this.#watched?.subject.resource;
  }

  /**
   * The resources of the component, as far as nobody else watches them.
   *
   * @internal
   */
  public _parts(context: WatchContext): Part[] {
    return this.#watched?.registration.parts(this.#watched.subject, context) ?? [];
  }

  /**
   * What the overview has no room for.
   *
   * @internal
   */
  public _details(context: WatchContext): Detail[] {
    return this.#watched?.registration.details?.(this.#watched.subject, context) ?? [];
  }

  /** Undefined if it is nothing that this monitor can watch, which is a mistake in its properties. */
  #recognise(source: IConstruct, options: MonitorProps): Watched | undefined {
    const { registration, resource } = registrationOf(source, this._type) ?? {};
    if (registration === undefined) return undefined;
    const subject = { source, resource, options };
    const refusal = registration.refusal?.(subject);
    if (refusal !== undefined) throw new Error(`${this.node.path}: ${refusal}`);
    if (resource === undefined) this.#checkRegion(source);
    return { registration, subject };
  }

  #checkRegion(imported: IConstruct): void {
    const region = (imported as IResource).env.region;
    const here = Stack.of(imported).region;
    if (region === here || [region, here].some(Token.isUnresolved)) return;
    throw new Error(
      `${this.node.path}: ${imported.node.path} is in ${region}, and alarms in ${here} cannot see it. Import it into a stack in ${region}, with a Vigil there.`,
    );
  }
}
