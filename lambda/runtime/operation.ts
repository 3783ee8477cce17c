import type { MetricDeclarations, MetricsCatalogue } from '../../lib/catalogue';
import { timed } from './clock';
import { flushEarly } from './early-flush';
import { emitterOf } from './emitter';
import { occasionOf } from './event-kinds';
import { secretKeys } from './loggable';
import type { Logger } from './logger';
import { type InvocationContext, OperationRecord, type OperationSettings } from './operation-record';
import type { Tracer } from './tracer';
import type { Measurements } from './typed';

/** The metrics, log and ids of one run of a handler. */
export interface Operation<Step extends string, Metrics extends MetricDeclarations>
  extends Measurements<Step, Metrics> {
  readonly log: Logger;
  readonly requestId: string | undefined;
  /** The X-Ray trace id. */
  readonly traceId: string | undefined;
  /**
   * The correlation id, which connects all operations with one cause: from the header `x-correlation-id`, from `correlationId` in the detail of an
   * EventBridge event or in the attributes of SQS and SNS messages, otherwise the request id. Pass it on in the same fields.
   */
  readonly correlationId: string | undefined;
  /** Adds a searchable property that is not a dimension: an id, a size, a decision. Numbers have to be finite. */
  property(name: string, value: string | number | boolean): void;
}

export interface OperationOptions {
  /** Operations that are not measured, such as `GET /health`. @default - none */
  readonly excludeRoutes?: readonly string[];
  /** Request headers that become searchable properties. @default - none */
  readonly headers?: readonly string[];
  /** Further keys whose values are redacted, besides the usual ones such as `password` and `authorization`. @default - none */
  readonly redact?: readonly string[];
  /** The tracer with which each step becomes a span. @default - no spans */
  readonly tracer?: Tracer;
}

/** A handler as Lambda calls it. */
export interface OperationHandler<Event, Context, Stream, Result> {
  (event: Event, context: Context): Promise<Result>;
  /** As a handler in `awslambda.streamifyResponse` is called. */
  (event: Event, responseStream: Stream, context: Context): Promise<Result>;
}

/**
 * Wraps a Lambda handler: publishes one record per operation with its count, duration, status class, cold start and unhandled
 * errors, and the handler's own values. Returns and throws what the handler does; the wrapper itself never throws.
 *
 * Shortly before the function's timeout, and when the process exits, the values measured so far are published. A handler that
 * streams its response is wrapped from outside, `awslambda.streamifyResponse(operation(…))`, and has the stream as its last parameter.
 *
 * @example
 * export const handler = operation(invoicing, async (event, op) => {
 *   const customer = await op.step('CreateCustomer', () => createCustomer(event));
 *   op.log.info('customer created', { customerId: customer.id });
 *   return { statusCode: 201, body: JSON.stringify(customer) };
 * });
 */
export function operation<
  Step extends string,
  Metrics extends MetricDeclarations,
  Result,
  // biome-ignore lint/suspicious/noExplicitAny: an event that is not annotated can be anything, as in a handler without this
  Event = any,
  Context extends InvocationContext = InvocationContext,
  // biome-ignore lint/suspicious/noExplicitAny: `awslambda.HttpResponseStream` of @types/aws-lambda, for those who annotate it
  Stream = any,
>(
  catalogue: MetricsCatalogue<Step, Metrics>,
  handler: (
    event: Event,
    op: Operation<Step, Metrics>,
    context: Context,
    responseStream: Stream,
  ) => Result | Promise<Result>,
  options: OperationOptions = {},
): OperationHandler<Event, NoInfer<Context>, NoInfer<Stream>, Result> {
  const settings: OperationSettings = {
    ...options,
    emitter: emitterOf(catalogue),
    service: catalogue.dimensions['Service'] ?? process.env['AWS_LAMBDA_FUNCTION_NAME'],
    headers: options.headers?.map((name) => name.toLowerCase()),
    isSecret: secretKeys(options.redact),
  };
  // Lambda calls `(event, context, callback)`, and what streams its response `(event, responseStream, context)`
  // and a function of three parameters it takes for one that answers by its callback, which newer runtimes refuse
  return async (event: Event, ...[second, third]: unknown[]) => {
    const streams = third && typeof third === 'object';
    const context = (streams ? third : second) as Context;
    const record = new OperationRecord(settings, occasionOf(event), context);
    const ended = flushEarly(record, context);
    return timed(
      () =>
        handler(
          event,
          record as unknown as Operation<Step, Metrics>,
          context,
          (streams ? second : undefined) as Stream,
        ),
      (...ending) => {
        ended();
        record.settle(...ending);
      },
    );
  };
}
