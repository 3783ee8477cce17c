import { isDimensionValue } from '../../lib/catalogue/limits';
import { isColdStart } from './cold-start';
import type { Emitter } from './emitter';
import type { Occasion } from './event-kinds';
import { type Logger, loggerOf } from './logger';
import { MetricsRecord } from './metrics-record';
import { json, member } from './output';

/** What the records and logs of all operations of a handler have in common. */
export interface OperationSettings {
  readonly emitter: Emitter;
  readonly service: string | undefined;
  readonly excludedRoutes: readonly string[];
  readonly headers: readonly string[];
  readonly secrets: ReadonlySet<string>;
}

const LONGEST_ID = 256;
const LONGEST_PROPERTY = 1024;
const MOST_PROPERTY_BYTES = 10_000;
const IDENTIFIER = /^[A-Za-z_$][\w$]{0,63}$/;

const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, LONGEST_ID) : undefined;

/** The name of the error's class: few, unlike messages, and never something that came with a request. */
function classOf(error: unknown): string {
  if (!(error instanceof Error)) return 'NotAnError';
  const name = error.name === 'Error' ? error.constructor.name : error.name;
  return IDENTIFIER.test(name) ? name : 'Error';
}

/** One run of a handler: its values, its log and the ids that tie them together. */
export class OperationRecord extends MetricsRecord {
  public readonly requestId: string | undefined;
  public readonly traceId: string | undefined;
  public readonly correlationId: string | undefined;
  readonly #settings: OperationSettings;
  readonly #occasion: Occasion;
  readonly #start = performance.now();
  readonly #operation: string;
  #properties: Record<string, string | number | boolean> | undefined;
  #log: Logger | undefined;
  #closed = false;

  public constructor(settings: OperationSettings, occasion: Occasion, invocation: unknown) {
    super(settings.emitter);
    this.#settings = settings;
    this.#occasion = occasion;
    this.#operation = isDimensionValue(occasion.operation) ? occasion.operation : occasion.trigger;
    this.requestId = idOf(invocation);
    this.traceId = idOf(/Root=([^;]+)/.exec(process.env['_X_AMZN_TRACE_ID'] ?? '')?.[1]);
    this.correlationId = idOf(occasion.correlationId) ?? this.requestId;
    const { requestId, traceId, correlationId } = this;
    const ids = json({
      requestId,
      traceId,
      correlationId,
      trigger: occasion.trigger,
      callerId: idOf(occasion.callerId),
    });
    this.tail = `${member('Operation', this.#operation)},${ids.slice(1, -1)}`;
  }

  public get log(): Logger {
    if (this.#log === undefined) {
      const { service, secrets } = this.#settings;
      const { SERVICE_VERSION, AWS_LAMBDA_FUNCTION_VERSION, ENVIRONMENT: environment } = process.env;
      const version = SERVICE_VERSION ?? AWS_LAMBDA_FUNCTION_VERSION;
      const { requestId, traceId, correlationId } = this;
      const operation = this.#operation;
      this.#log = loggerOf({ service, version, environment, operation, requestId, traceId, correlationId }, secrets);
    }
    return this.#log;
  }

  public property(name: string, value: string | number | boolean): void {
    const text = typeof value === 'string';
    if (!text && typeof value !== 'boolean' && !Number.isFinite(value)) return;
    this.#properties = { ...this.#properties, [name]: text ? value.slice(0, LONGEST_PROPERTY) : value };
  }

  public override gauge(name: string, value: number, dimensions?: Readonly<Record<string, string>>): void {
    super.gauge(name, value, dimensions);
    // work that the handler did not wait for
    if (this.#closed) this.write();
  }

  /** The handler has returned. */
  public succeed(answer: unknown): void {
    const { defaultStatus } = this.#occasion;
    const { statusCode, batchItemFailures } = (answer ?? {}) as { statusCode?: unknown; batchItemFailures?: unknown };
    const status = defaultStatus && (Number.isInteger(statusCode) ? (statusCode as number) : defaultStatus);
    this.#close(status, Array.isArray(batchItemFailures) ? batchItemFailures.length : 0);
  }

  /** The handler has thrown. */
  public fail(error: unknown): void {
    const { defaultStatus, records } = this.#occasion;
    this.log.error('Unhandled error', error instanceof Error ? error : { error });
    this.#close(defaultStatus && 500, records ?? 0, classOf(error));
  }

  #close(status: number | undefined, failures: number, errorClass?: string): void {
    const { records } = this.#occasion;
    this.tail += this.#outcome(status, errorClass);
    if (errorClass) this.own('UnhandledErrors', 1);
    if (isColdStart()) this.own('ColdStarts', 1);
    if (!this.#settings.excludedRoutes.includes(this.#operation)) {
      this.own('OperationCount', 1);
      this.own('OperationDuration', Math.round((performance.now() - this.#start) * 1000) / 1000);
      if (status) this.own(`Operation${Math.floor(status / 100)}XX`, 1);
      if (records) this.own('BatchRecords', records);
      if (failures > 0) this.own('BatchFailures', failures);
    }
    this.#closed = true;
    this.write();
  }

  /** What is known only now, as further members of each document. */
  #outcome(status: number | undefined, errorClass: string | undefined): string {
    const known = (status ? member('status', status) : '') + (errorClass ? member('ErrorClass', errorClass) : '');
    const headers = this.#headers();
    if (headers === undefined && this.#properties === undefined) return known;
    const more = json({ headers, properties: this.#properties });
    return Buffer.byteLength(more) > MOST_PROPERTY_BYTES ? known : `${known},${more.slice(1, -1)}`;
  }

  /** The headers that were asked for. */
  #headers(): object | undefined {
    const { headers } = this.#settings;
    if (headers.length === 0) return undefined;
    const sent = Object.entries(this.#occasion.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    return Object.fromEntries(sent.filter(([name]) => headers.includes(name as string)));
  }
}
