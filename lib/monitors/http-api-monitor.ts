import { Stack } from 'aws-cdk-lib';
import type { IRestApiRef } from 'aws-cdk-lib/aws-apigateway';
import type { IApiRef } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import type { Dimensions } from '../alarms/alarm-properties';
import { answers, countsOf, latencies } from '../dashboards/api-lines';
import type { Detail } from '../dashboards/details';
import type { Line } from '../dashboards/line';
import type { Part } from '../dashboards/part';
import type { ApiMetrics } from '../rules/api-rules';
import { API_FUNCTION_RULES } from '../rules/function-rules';
import { candidates } from '../rules/rule';
import { placeOf } from '../tree/naming';
import type { WatchContext } from './discovery/watch-context';
import { Monitor, type MonitorOptions, type MonitorProps } from './monitor';
import { type ApiKind, type ApiStage, HTTP_API, isWebSocketApi, REST_API } from './resources/apis';
import { consoleUrl } from './resources/console';
import { functionPart } from './resources/functions';

/** A stage; one of an imported API has no resource. */
type WatchedStage = Omit<ApiStage, 'resource'> & Partial<Pick<ApiStage, 'resource'>>;

/** Options of an HTTP API's monitor. */
export interface HttpApiOptions extends MonitorOptions {
  /**
   * Whether API Gateway measures each operation (verb and route) by itself. AWS bills these metrics per operation.
   *
   * @default - as the Vigil has it
   */
  readonly detailedMetrics?: boolean;

  /**
   * The stage to watch. Only for an imported API: the stages of an API of this app are found.
   *
   * @default `$default`
   */
  readonly stageName?: string;

  /**
   * The name under which a REST API is measured. Only for an imported REST API, which has to have it.
   *
   * @default - the name that the app gives it
   */
  readonly apiName?: string;
}

/** Properties of an HTTP API's monitor. */
export interface HttpApiMonitorProps extends HttpApiOptions, MonitorProps {
  /** A REST API (v1) or an HTTP API (v2). */
  readonly api: IRestApiRef | IApiRef;
}

/**
 * Watches an HTTP API: does it answer, how fast, is it called at all; for the whole API and per operation. Finds by itself its
 * stages, its routes and the functions behind them.
 *
 * @example
 *
 * new HttpApiMonitor(this, 'ApiMonitor', { vigil, api, label: 'Invoices' });
 */
export class HttpApiMonitor extends Monitor {
  /** @internal */
  public readonly _type = 'HttpApi';
  readonly #kind: ApiKind;
  readonly #props: HttpApiMonitorProps;

  public constructor(scope: Construct, id: string, props: HttpApiMonitorProps) {
    super(scope, id, props, props.api, [HTTP_API.type, REST_API.type]);
    this.#props = props;
    this.#kind = 'restApiRef' in props.api ? REST_API : HTTP_API;
    if (this._resource !== undefined && isWebSocketApi(this._resource)) {
      throw new Error(`${this.node.path}: a WebSocket API is none of the five types. Watch what is behind it.`);
    }
    if (
      this._resource === undefined &&
      this.#kind === REST_API &&
      (props.apiName === undefined || props.stageName === undefined)
    ) {
      throw new Error(
        `${this.node.path}: an imported REST API is measured by its name and stage. Give 'apiName' and 'stageName'.`,
      );
    }
  }

  /** @internal */
  public _parts(context: WatchContext): Part[] {
    const stages = this.#stages(context);
    if (this._resource !== undefined && stages.length === 0) {
      context.warn(
        'noStage',
        `${this._resource.node.path} has no stage in this app, or no name, so nothing can measure it. Give it both, or leave it out.`,
      );
    }
    if (this.#measuresOperations(context) && this.#operations(context).length > 0) {
      for (const { resource } of stages) if (resource !== undefined) this.#kind.switchOnDetails(resource);
    }
    return [...stages.map((stage, index) => this.#stagePart(stage, index)), ...this.#functionParts(context)];
  }

  /** @internal */
  public override _details(context: WatchContext): Detail[] {
    if (!this.#measuresOperations(context)) return [];
    const { metrics } = this.#kind;
    return this.#stages(context).flatMap(({ dimensions, name: stage }) =>
      this.#operations(context).map(({ method, resource }) => {
        const name = `${method} ${resource}${stage === '$default' ? '' : ` (${stage})`}`;
        return {
          dimensions: { ...dimensions, Resource: resource, Method: method },
          graphs: [
            { title: `${name}: answers`, lines: answers(metrics) },
            { title: `${name}: latency`, lines: latencies(metrics) },
          ],
        };
      }),
    );
  }

  #measuresOperations(context: WatchContext): boolean {
    return this.#props.detailedMetrics ?? context.detailedMetrics;
  }

  #operations({ graph }: WatchContext) {
    return this._resource === undefined ? [] : this.#kind.operations(this._resource, graph);
  }

  #stages({ graph }: WatchContext): WatchedStage[] {
    if (this._resource !== undefined) return this.#kind.stages(this._resource, graph);
    const name = this.#props.stageName ?? '$default';
    const { api, apiName } = this.#props;
    const identity: Dimensions = 'restApiRef' in api ? { ApiName: apiName ?? '' } : { ApiId: api.apiRef.apiId };
    return [{ name, dimensions: { ...identity, Stage: name } }];
  }

  #stagePart({ resource, dimensions }: WatchedStage, index: number): Part {
    const label = index === 0 || resource === undefined ? undefined : placeOf(resource);
    const api = this._resource;
    return {
      id: label ?? '',
      label,
      stack: Stack.of(resource ?? this.#props.api),
      dimensions,
      rules: candidates(this.#kind.rules, {}),
      graphs: { what: symptoms(this.#kind.metrics), why: latencies(this.#kind.metrics) },
      consoleUrl: api && consoleUrl(api, this.#kind.consolePath(api)),
    };
  }

  #functionParts(context: WatchContext): Part[] {
    if (this._resource === undefined) return [];
    const functions = new Set(this.#kind.functions(this._resource, context.graph));
    return [...functions].filter(context.claim).map((fn) => functionPart(fn, API_FUNCTION_RULES));
  }
}

/** Shares beside the thresholds of the rules, counts on the other axis. */
function symptoms(metrics: ApiMetrics): Line[] {
  const counts = countsOf(metrics);
  return [
    { label: '5XX %', metrics: counts, expression: '100 * s / n', rules: ['ServerErrors'] },
    { label: '4XX %', metrics: counts, expression: '100 * c / n', rules: ['ClientErrors'] },
    ...answers(metrics).map((line): Line => ({ ...line, axis: 'right' })),
  ];
}
