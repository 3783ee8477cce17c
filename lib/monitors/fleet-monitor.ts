import type { CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Part } from '../dashboards/part';
import { Monitor, type MonitorProps } from './monitor';
import { type FleetKind, fleetPart } from './resources/fleets';
import type { WatchContext } from './resources/watch-context';

/** Watches many resources of one kind by a query each rule. `watch` with `fleet` makes it. */
export class FleetMonitor extends Monitor {
  readonly #kind: FleetKind;
  readonly #members: readonly CfnResource[];

  public constructor(
    scope: Construct,
    id: string,
    props: Pick<MonitorProps, 'vigil'>,
    kind: FleetKind,
    members: readonly CfnResource[],
  ) {
    super(scope, id, { ...props, label: kind.label }, kind.component);
    this.#kind = kind;
    this.#members = members;
  }

  /** @internal */
  public override _parts(context: WatchContext): Part[] {
    return [fleetPart(this.#kind, this.#members, this, context)];
  }
}
