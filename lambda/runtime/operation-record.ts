import { isDimensionValue } from '../../lib/catalogue/limits';
import { microsecondsSince, now } from './clock';
import { isColdStart } from './cold-start';
import type { Emitter } from './emitter';
import type { Occasion } from './event-kinds';
import { LONGEST_ID, LONGEST_PROPERTIES, LONGEST_PROPERTY } from './limits';
import { type Logger, loggerOf } from './logger';
import type { Work } from './measured';
import { MetricsRecord } from './metrics-record';
import { entries, fromEntries } from './objects';
import { json, member } from './output';
import { type Tracer, traced } from './tracer';

/** What the records and logs of all operations of a handler have in common. */
export interface OperationSettings {
  readonly emitter: Emitter;
  readonly service: string | undefined;
  readonly excludeRoutes?: readonly string[];
  /** In lower case. */
  readonly headers: readonly string[] | undefined;
  readonly secrets: ReadonlySet<string>;
  readonly tracer?: Tracer;
}

/** What is used of Lambda's context. */
export interface InvocationContext {
  readonly awsRequestId?: string;
  readonly xRayTraceId?: string;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]{0,63}$/;

const idOf = (value: unknown): string | undefined =>
  (typeof value === 'string' && value.slice(0, LONGEST_ID)) || undefined;

/** The name of the error's class: few, unlike messages, and never something that came with a request. */
function classOf(error: unknown): string {
  if (!(error instanceof Error)) return 'NotAnError';
  const name = error.name === 'Error' ? error.constructor.name : error.name;
  return IDENTIFIER.test(name) ? name : 'Error';
}

/** As further members of a document. */
function members(object: object): string {
  const text = json(object).slice(1, -1);
  return text && `,${text}`;
}

/** One run of a handler: its values, its log and the ids that tie them together. */
export class OperationRecord extends MetricsRecord {
  // set with all ids at once
  declare public readonly requestId: string | undefined;
  declare public readonly traceId: string | undefined;
  declare public readonly correlationId: string | undefined;
  readonly #settings: OperationSettings;
  readonly #occasion: Occasion;
  readonly #start = now();
  readonly #operation: string;
  readonly #ids: object;
  #properties: Record<string, string | number | boolean> | undefined;
  #log: Logger | undefined;
  #closed = false;

  public constructor(settings: OperationSettings, occasion: Occasion, context?: InvocationContext | null) {
    super(settings.emitter);
    const { trigger, operation } = occasion;
    this.#settings = settings;
    this.#occasion = occasion;
    this.#operation = isDimensionValue(operation) ? operation : trigger;
    const requestId = idOf(context?.awsRequestId);
    // where invocations share a process, only the context has that of each
    const trace = context?.xRayTraceId ?? process.env['_X_AMZN_TRACE_ID'] ?? '';
    const traceId = idOf(/Root=([^;]+)/.exec(trace)?.[1]);
    const correlationId = idOf(occasion.correlationId) ?? requestId;
    const callerId = idOf(occasion.callerId);
    this.#ids = { requestId, traceId, correlationId };
    Object.assign(this, this.#ids);
    this.tail = members({ Operation: this.#operation, requestId, traceId, correlationId, trigger, callerId });
  }

  public get log(): Logger {
    if (this.#log === undefined) {
      const { service, secrets } = this.#settings;
      const {
        AWS_LAMBDA_FUNCTION_VERSION: deployed,
        SERVICE_VERSION: version = deployed,
        ENVIRONMENT: environment,
      } = process.env;
      this.#log = loggerOf({ service, version, environment, operation: this.#operation, ...this.#ids }, secrets);
    }
    return this.#log;
  }

  public property(name: string, value: string | number | boolean): void {
    const text = typeof value === 'string';
    if (!text && typeof value !== 'boolean' && !Number.isFinite(value)) return;
    this.#properties = { ...this.#properties, [name]: text ? value.slice(0, LONGEST_PROPERTY) : value };
  }

  public override step<Result>(name: string, work: Work<Result>): Promise<Result> {
    const { tracer } = this.#settings;
    const step = () => super.step(name, work);
    return tracer ? traced(tracer, name, step) : step();
  }

  public override gauge(name: string, value: number, dimensions?: Readonly<Record<string, string>>): void {
    super.gauge(name, value, dimensions);
    // work that the handler did not wait for
    if (this.#closed) this.write();
  }

  /** The handler has returned its answer, or thrown. */
  public settle(failed: boolean, outcome: unknown): void {
    const { status: usual, records } = this.#occasion;
    // of what is thrown nothing is read: a status in it was never answered
    const answer: { statusCode?: unknown; batchItemFailures?: unknown } = (!failed && outcome) || {};
    const { statusCode = failed && 500, batchItemFailures } = answer;
    const status = usual && (Number.isInteger(statusCode) ? (statusCode as number) : usual);
    const failures = failed ? records : Array.isArray(batchItemFailures) && batchItemFailures.length;
    if (failed) this.log.error('Unhandled error', { error: outcome });
    this.tail += this.#outcome(status, failed ? classOf(outcome) : undefined);
    if (failed) this.own('UnhandledErrors', 1);
    if (isColdStart()) this.own('ColdStarts', 1);
    if (!this.#settings.excludeRoutes?.includes(this.#operation)) {
      this.own('OperationCount', 1);
      this.own('OperationDuration', microsecondsSince(this.#start) / 1000);
      if (status) this.own(`Operation${Math.floor(status / 100)}XX`, 1);
      if (records) this.own('BatchRecords', records);
      if (failures) this.own('BatchFailures', failures);
    }
    this.#closed = true;
    this.write();
  }

  /** What is known only now, as further members of each document. */
  #outcome(status: number | undefined, ErrorClass: string | undefined): string {
    const outcome = (status ? member('status', status) : '') + (ErrorClass ? member('ErrorClass', ErrorClass) : '');
    const headers = this.#headers();
    // most operations have neither
    if (!headers && !this.#properties) return outcome;
    const more = members({ headers, properties: this.#properties });
    return more.length > LONGEST_PROPERTIES ? outcome : outcome + more;
  }

  /** The headers that were asked for. */
  #headers(): object | undefined {
    const { headers } = this.#settings;
    if (headers === undefined) return undefined;
    const sent = entries(this.#occasion.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    return fromEntries(sent.filter(([name]) => headers.includes(name as string)));
  }
}
