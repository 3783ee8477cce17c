/** What is used of a span of OpenTelemetry. */
export interface Span {
  recordException(error: Error): void;
  setStatus(status: { code: number }): unknown;
  end(): void;
}

/** What is used of a tracer of OpenTelemetry: pass `trace.getTracer('invoicing')` of `@opentelemetry/api`. */
export interface Tracer {
  startActiveSpan<Result>(name: string, work: (span: Span) => Result): Result;
}

/** OpenTelemetry's `SpanStatusCode.ERROR`. */
const ERROR = 2;

/** Runs work inside a span, so that spans that it starts become children of that. A tracer that fails does not fail the work. */
export function traced<Result>(tracer: Tracer, name: string, work: () => Promise<Result>): Promise<Result> {
  let result: Promise<Result> | undefined;
  try {
    tracer.startActiveSpan(name, (span) => {
      // a tracer that comes a second time, or after all, finds it done
      result ??= work();
      result
        .catch((error) => {
          span.recordException(error);
          span.setStatus({ code: ERROR });
        })
        .finally(() => span.end())
        .catch(() => {});
    });
  } catch {
    // the step has no span
  }
  result ??= work();
  return result;
}
