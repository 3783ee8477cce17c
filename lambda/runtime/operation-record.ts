import { isDimensionValue } from '../../lib/catalogue/limits';
import type { Work } from './clock';
import { isColdStart } from './cold-start';
import type { Emitter } from './emitter';
import type { Occasion } from './event-kinds';
import { LONGEST_ID, LONGEST_PROPERTIES, LONGEST_PROPERTY } from './limits';
import { type IsSecret, loggable } from './loggable';
import { type Logger, loggerOf } from './logger';
import { MetricsRecord } from './metrics-record';
import { attempt, entries, fromEntries, isText } from './objects';
import { json, member } from './output';
import { type Tracer, traced } from './tracer';

/** What the records and logs of all operations of a handler have in common. */
export interface OperationSettings {
  readonly emitter: Emitter;
  readonly service: string | undefined;
  readonly excludeRoutes?: readonly string[];
  /** In lower case. */
  readonly headers: readonly string[] | undefined;
  readonly isSecret: IsSecret;
  readonly tracer?: Tracer;
}

/** What is used of Lambda's context. */
export interface InvocationContext {
  readonly awsRequestId?: string;
  readonly xRayTraceId?: string;
  getRemainingTimeInMillis?(): number;
}

/** A status may be a text: some clients send one, and API Gateway accepts it. */
const STATUS = /^[1-9]\d\d$/;
const IDENTIFIER = /^[a-z_$][\w$]{0,63}$/i;

const idOf = (value: unknown): string | undefined => (isText(value) && value.slice(0, LONGEST_ID)) || undefined;

/** The name of the error's class: few, unlike messages, and never something that came with a request. */
function classOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return 'NotAnError';
  return IDENTIFIER.exec(error.name === 'Error' ? error.constructor.name : error.name)?.[0];
}

/** One run of a handler: its values, its log and the ids that tie them together. */
export class OperationRecord extends MetricsRecord {
  public readonly requestId: string | undefined;
  public readonly traceId: string | undefined;
  public readonly correlationId: string | undefined;
  readonly #settings: OperationSettings;
  readonly #occasion: Occasion;
  readonly #operation: string;
  readonly #ids: object;
  /** Undefined: none yet, as in most operations. */
  #properties: Map<string, unknown> | undefined;
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
    const trace = context?.xRayTraceId ?? process.env['_X_AMZN_TRACE_ID'];
    const traceId = trace ? idOf(/Root=([^;]+)/.exec(trace)?.[1]) : undefined;
    const correlationId = idOf(occasion.correlationId) ?? requestId;
    this.#ids = { requestId, traceId, correlationId };
    this.requestId = requestId;
    this.traceId = traceId;
    this.correlationId = correlationId;
    const members = { Operation: this.#operation, ...this.#ids, trigger, callerId: idOf(occasion.callerId) };
    this.tail = `,${json(members).slice(1, -1)}`;
    const { headers } = settings;
    if (headers) {
      attempt(() => {
        for (const [name, value] of entries(occasion.headers as object)) {
          if (headers.includes(name.toLowerCase())) this.property(name.toLowerCase(), `${value}`);
        }
      });
    }
  }

  public get log(): Logger {
    const { service, isSecret } = this.#settings;
    const { env } = process;
    this.#log ??= loggerOf(
      {
        service,
        version: env['SERVICE_VERSION'] ?? env['AWS_LAMBDA_FUNCTION_VERSION'],
        environment: env['ENVIRONMENT'],
        operation: this.#operation,
        ...this.#ids,
      },
      isSecret,
    );
    return this.#log;
  }

  public property(name: string, value: string | number | boolean): void {
    if (isText(value) || typeof value === 'boolean' || Number.isFinite(value)) {
      this.#properties ??= new Map();
      this.#properties.set(name, isText(value) ? value.slice(0, LONGEST_PROPERTY) : value);
    } else this.drop(name, 'no text, number or boolean');
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

  /** The handler has returned or thrown. The value may be anything; reading it may fail, but the request must not. */
  // biome-ignore lint/suspicious/noExplicitAny: it can be anything
  public settle(microseconds: number, success: boolean, outcome: any): void {
    const { status: usual, records } = this.#occasion;
    // the status of a thrown error is ignored, because it was never sent
    const status = usual && (success ? Number(attempt(() => STATUS.exec(outcome?.statusCode))) || usual : 500);
    const failures = success ? attempt(() => outcome?.batchItemFailures?.length) : records;
    if (status) this.tail += member('status', status);
    if (!success) {
      this.log.error('Unhandled error', { error: outcome });
      this.tail += member('ErrorClass', attempt(() => classOf(outcome)) ?? 'Error');
      this.own('UnhandledErrors');
    }
    if (this.#properties) this.#tellProperties(this.#properties);
    if (isColdStart()) this.own('ColdStarts');
    if (!this.#settings.excludeRoutes?.includes(this.#operation)) {
      this.own('OperationCount');
      this.own('OperationDuration', microseconds / 1000);
      if (status) this.own(`Operation${Math.floor(status / 100)}XX`);
      if (records) this.own('BatchRecords', records);
      if (failures) this.own('BatchFailures', failures);
    }
    this.#closed = true;
    this.write();
  }

  /** As many as there is room for. */
  #tellProperties(properties: ReadonlyMap<string, unknown>): void {
    let room = LONGEST_PROPERTIES;
    const some = [...properties].filter((one) => {
      room -= json(one).length;
      return room >= 0;
    });
    if (room < 0) this.drop('properties', 'too long');
    this.tail += `,"properties":${json(loggable(fromEntries(some), this.#settings.isSecret))}`;
  }
}
