import { Stack } from 'aws-cdk-lib';
import type { CfnFunction, IFunctionRef } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Catalogue } from '../catalogue/catalogue';
import type { Detail } from '../dashboards/details';
import type { Part } from '../dashboards/part';
import { resourceOf } from '../tree/resource-graph';
import { applicationDetails } from './application-graphs';
import { logLevelFault, saveQueries } from './application-logs';
import { applicationParts } from './application-parts';
import { LAMBDA, logGroupOf } from './functions';
import { Monitor, type MonitorOptions, type MonitorProps } from './monitor';
import { groupTraces, trace } from './tracing';
import type { WatchContext } from './watch-context';

/** Options of an application's monitor. */
export interface ApplicationOptions extends MonitorOptions {
  /**
   * The functions that publish the metrics.
   *
   * @default - all functions that belong to the components that the Vigil watches
   */
  readonly functions?: IFunctionRef[];

  /**
   * Whether X-Ray traces the functions. A function that says itself whether it is traced stays as it is.
   *
   * @default true
   */
  readonly tracing?: boolean;
}

/** Properties of an application's monitor. */
export interface ApplicationMonitorProps extends ApplicationOptions, MonitorProps {
  /** What `defineMetrics` of `cdk-vigil/catalogue` returns. */
  readonly catalogue: Catalogue;
}

/** What tells catalogues apart, whatever people call them and whichever environment they are of: namespace and service. */
export const placeOfCatalogue = ({ namespace, dimensions }: Catalogue): string =>
  [namespace, dimensions['Service'] ?? []]
    .flat()
    .join('-')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .slice(0, 100);

/**
 * Watches what an application says of itself: alarms for its steps and for the metrics that declare one, graphs for all of them, its
 * logs and traces.
 *
 * @example
 *
 * new ApplicationMonitor(this, 'Invoicing', { vigil, catalogue: invoicing });
 */
export class ApplicationMonitor extends Monitor {
  /** @internal */
  public readonly _type = 'Application';
  readonly #props: ApplicationMonitorProps;

  public constructor(scope: Construct, id: string, props: ApplicationMonitorProps) {
    super(scope, id, { label: placeOfCatalogue(props.catalogue), ...props });
    this.#props = props;
  }

  /** @internal */
  public _parts(context: WatchContext): Part[] {
    const { catalogue, tracing = true } = this.#props;
    const functions = this.#functions(context);
    for (const fn of functions) {
      const fault = logLevelFault(fn);
      if (fault !== undefined) context.fault(fault);
    }
    const traced = tracing ? functions.filter((fn) => trace(fn, context)) : [];
    const ofThisStack = (fn: CfnFunction) => Stack.of(fn) === Stack.of(this);
    groupTraces(this, this.component, traced.filter(ofThisStack));
    saveQueries(this, this.component, functions.filter(ofThisStack).map(logGroupOf));
    const logGroups = new Map<Stack, string[]>();
    for (const fn of functions) {
      const stack = Stack.of(fn);
      logGroups.set(stack, [...new Set([...(logGroups.get(stack) ?? []), logGroupOf(fn)])]);
    }
    const [main, ...others] = applicationParts(catalogue, Stack.of(this), logGroups);
    return [{ ...(main as Part), flows: [...logGroups.values()].flat() }, ...others];
  }

  /** @internal */
  public override _details(): Detail[] {
    return applicationDetails(this.#props.catalogue);
  }

  #functions(context: WatchContext): readonly CfnFunction[] {
    if (this.#props.functions === undefined) return context.functions();
    // an imported function is deployed by somebody else, who decides about its logs and traces
    return this.#props.functions.flatMap((fn) => resourceOf<CfnFunction>(fn, LAMBDA) ?? []);
  }
}
