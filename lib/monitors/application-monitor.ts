import { Stack } from 'aws-cdk-lib';
import type { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Catalogue } from '../catalogue/catalogue';
import type { Detail, Part } from '../dashboards/part';
import { FUNCTION } from '../resources/function';
import { resourceOf } from '../tree/resource-graph';
import { BOOLEAN, having, required } from '../validation/kind';
import { checked, list, object } from '../validation/options';
import { applicationDetails } from './applications/details';
import { countErrors, errorsLogged, logLevelError, saveQueries } from './applications/logs';
import { applicationParts } from './applications/parts';
import { groupTraces, trace } from './applications/tracing';
import { MONITOR_FIELDS, Monitor, type MonitorOptions, type MonitorProps } from './monitor';
import { logGroupOf, ownLogGroup } from './resources/function';
import type { WatchContext } from './resources/watch-context';

/** Options of an application's monitor. */
export interface ApplicationOptions extends MonitorOptions {
  /**
   * The functions that publish the metrics.
   *
   * @default - all functions that belong to the components that the Vigil watches
   */
  readonly functions?: (IFunction | CfnFunction)[];

  /**
   * Whether X-Ray traces the functions. A function with a `tracing` property of its own is not changed.
   *
   * @default - the option of the Vigil
   */
  readonly tracing?: boolean;

  /**
   * Whether log lines at level ERROR are counted, with an alarm, for errors that no other metric counts. It covers the log
   * groups in the Vigil's own stack.
   *
   * @default false
   */
  readonly errorFilter?: boolean;
}

/** Properties of an application's monitor. */
export interface ApplicationMonitorProps extends ApplicationOptions, MonitorProps {
  /** What `defineMetrics` of `cdk-vigil/catalogue` returns. */
  readonly catalogue: Catalogue;
}

/** The id of a catalogue: its namespace and its `Service`, independent of label and environment. */
export function idOfCatalogue(catalogue: Catalogue): string {
  // JavaScript passes anything; the monitor reports a wrong catalogue
  const { namespace = 'Application', dimensions = {} }: Partial<Catalogue> = catalogue ?? {};
  return [namespace, dimensions['Service'] ?? []]
    .flat()
    .join('-')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .slice(0, 100);
}

const APPLICATION_PROPS = object<ApplicationMonitorProps>({
  ...MONITOR_FIELDS,
  catalogue: required(having('a catalogue', 'dimensions'), 'Give what defineMetrics returns.'),
  functions: list(having('a Lambda function', 'functionArn', 'attrSnapStartResponse')),
  tracing: BOOLEAN,
  errorFilter: BOOLEAN,
});

/**
 * Watches an application by the metrics that it publishes: alarms for the metrics that declare one, graphs for all of them, its
 * logs and traces.
 *
 * @example
 *
 * new ApplicationMonitor(this, 'Invoicing', { vigil, catalogue: invoicing });
 */
export class ApplicationMonitor extends Monitor {
  readonly #props: ApplicationMonitorProps;

  public constructor(scope: Construct, id: string, props: ApplicationMonitorProps) {
    const known = checked(APPLICATION_PROPS, { label: idOfCatalogue(props?.catalogue), ...props });
    super(scope, id, known, 'Application');
    this.#props = known;
  }

  /** @internal */
  public override _parts(context: WatchContext): Part[] {
    const { catalogue, tracing = context.tracing, errorFilter = false } = this.#props;
    const functions = this.#functions(context);
    this.#checkLogs(functions, context);
    const traced = tracing ? functions.filter((fn) => trace(fn, context)) : [];
    const ofThisStack = (fn: CfnFunction) => Stack.of(fn) === Stack.of(this);
    groupTraces(this, this.component, traced.filter(ofThisStack));
    const here = functions.filter(ofThisStack);
    saveQueries(this, this.component, distinct(here.map(logGroupOf)));
    const counted = errorFilter ? distinct(here.flatMap((fn) => ownLogGroup(fn) ?? [])) : [];
    if (errorFilter && counted.length === 0) context.error(NO_LOG_GROUP(this.node.path));
    countErrors(this, catalogue.namespace, counted);
    const stacks = distinct(functions.map((fn) => Stack.of(fn)));
    const logGroups = new Map(
      stacks.map((stack) => [stack, distinct(functions.filter((fn) => Stack.of(fn) === stack).map(logGroupOf))]),
    );
    const [main, ...others] = applicationParts(catalogue, Stack.of(this), {
      logGroups,
      errorsLogged: counted.length > 0 ? errorsLogged(this) : undefined,
    });
    return [{ ...(main as Part), flows: [...logGroups.values()].flat() }, ...others];
  }

  /** @internal */
  public override _details(): Detail[] {
    return applicationDetails(this.#props.catalogue);
  }

  #checkLogs(functions: readonly CfnFunction[], { error, warn }: WatchContext): void {
    for (const message of functions.map(logLevelError)) if (message !== undefined) error(message);
    const kept = functions.filter((fn) => ownLogGroup(fn) === undefined).map(({ node }) => node.path);
    if (kept.length > 0) {
      warn(
        'logsKept',
        `The logs of ${kept.join(', ')} never expire, because Lambda creates their log groups. Give each function a 'logGroup' with a retention.`,
      );
    }
  }

  #functions(context: WatchContext): readonly CfnFunction[] {
    if (this.#props.functions === undefined) return context.functions();
    // an imported function belongs to another app, which configures its logs and traces
    return this.#props.functions.flatMap((fn) => resourceOf<CfnFunction>(fn, FUNCTION.type) ?? []);
  }
}

const NO_LOG_GROUP = (path: string): string =>
  `${path}: 'errorFilter' counts lines of log groups that this stack makes, and none of its functions has one. Give a function a 'logGroup'.`;

const distinct = <T>(items: readonly T[]): T[] => [...new Set(items)];
