import type { Construct } from 'constructs';
import { BOOLEAN, TEXT } from '../validation/kind';
import { checked, object } from '../validation/options';
import { MONITOR_FIELDS, Monitor, type MonitorOptions, type MonitorProps } from './monitor';
import type { HttpApiSource } from './resources/all';
import { sourceOf } from './resources/source';

/** Options of an HTTP API's monitor. */
export interface HttpApiOptions extends MonitorOptions {
  /**
   * Whether API Gateway publishes metrics per operation (verb and route). AWS bills them per operation.
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
   * The name of a REST API in CloudWatch. Required for an imported REST API, and only for one.
   *
   * @default - the name that the app gives it
   */
  readonly apiName?: string;
}

/** Properties of an HTTP API's monitor. */
export interface HttpApiMonitorProps extends HttpApiOptions, MonitorProps {
  /** A REST API (v1) or an HTTP API (v2). */
  readonly api: HttpApiSource;
}

const HTTP_API_PROPS = object<HttpApiMonitorProps>({
  ...MONITOR_FIELDS,
  api: sourceOf('HttpApi'),
  detailedMetrics: BOOLEAN,
  stageName: TEXT,
  apiName: TEXT,
});

/**
 * Watches an HTTP API: does it answer, how fast, is it called at all; for the whole API and per operation. Finds by itself its
 * stages, its routes and the functions behind them.
 *
 * @example
 *
 * new HttpApiMonitor(this, 'ApiMonitor', { vigil, api, label: 'Invoices' });
 */
export class HttpApiMonitor extends Monitor {
  public constructor(scope: Construct, id: string, props: HttpApiMonitorProps) {
    const known = checked(HTTP_API_PROPS, props);
    super(scope, id, known, 'HttpApi', known.api);
  }
}
