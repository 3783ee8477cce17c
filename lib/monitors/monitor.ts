import { type CfnResource, type IResource, Stack, Token } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { RegionalTopics } from '../alerting/regional-topics';
import type { AlarmsIn } from '../contracts/alarms-in';
import type { Detail, Part } from '../dashboards/part';
import type { ComponentType } from '../resources/resource-type';
import { RULES, type RuleOptions } from '../rules/rule-options';
import { stackPathOf } from '../tree/naming';
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

/** The Vigil that a monitor belongs to. */
export interface IVigil extends IConstruct {
  /** The environment that alarms and dashboards name, such as `prod`. */
  readonly environment: string;

  /** @internal */
  _watch(monitor: Monitor): void;

  /** @internal */
  readonly _regionalTopics: RegionalTopics;

  /** @internal */
  readonly _alarmsIn?: AlarmsIn;
}

/** Options that all monitors have. */
export interface MonitorOptions {
  /**
   * The name of the component in alarm names and on the dashboard. Logical ids do not depend on it.
   *
   * @default - the path of the resource in its stack, such as `Orders-Queue`
   */
  readonly label?: string;

  /**
   * Changes to default rules, by rule id. The catalogue of alarms lists the ids.
   *
   * @default - no changes
   */
  readonly rules?: { [id: string]: RuleOptions };

  /**
   * Whether a composite alarm pages for the component when two or more of its rules page, so that one outage is one page.
   *
   * @default - the option of the Vigil
   */
  readonly grouping?: boolean;
}

/** Properties that all monitors have. */
export interface MonitorProps extends MonitorOptions {
  /** The Vigil, which has the environment, routes and dashboards. */
  readonly vigil: IVigil;
}

/** The kinds of the properties that all monitors have. */
export const MONITOR_FIELDS = {
  vigil: required(having('a Vigil', '_watch'), 'Give the Vigil that the monitor belongs to.'),
  label: TEXT,
  rules: RULES,
  grouping: BOOLEAN,
} satisfies Fields<MonitorProps>;

// valid in alarm names, composite rules and dashboards without escaping
const LABEL = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/;

/**
 * Watches one component. Its alarms are made when the app is synthesized, so that they know what was added to the app
 * after the monitor: consumers, dead-letter queues, routes.
 */
export abstract class Monitor extends Construct {
  /** The name of the component in alarm names and on the dashboard. */
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
    this.component = props.label ?? stackPathOf(source ?? this);
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
   * The construct that is watched, of this app or imported.
   *
   * @internal
   */
  public get _source(): IConstruct | undefined {
    return this.#watched?.subject.source;
  }

  /**
   * The resources of the component that no other component has.
   *
   * @internal
   */
  public _parts(context: WatchContext): Part[] {
    return this.#watched?.registration.parts(this.#watched.subject, context) ?? [];
  }

  /**
   * The graphs of the details dashboard.
   *
   * @internal
   */
  public _details(context: WatchContext): Detail[] {
    return this.#watched?.registration.details?.(this.#watched.subject, context) ?? [];
  }

  /** Undefined if this monitor cannot watch it, which the validation of its properties reports. */
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
      `${this.node.path}: ${imported.node.path} is in ${region}, and alarms in ${here} cannot read its metrics. Import it into a stack in ${region} that has a Vigil.`,
    );
  }
}
