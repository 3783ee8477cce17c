import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, type ContextManager, context, ROOT_CONTEXT, SpanStatusCode } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { operation, type Tracer } from '../../../lambda/runtime';
import { defineMetrics } from '../../../lib/catalogue';
import { dataOf } from './embedded-metric-format';
import { capture, records, release } from './standard-output';

const catalogue = defineMetrics({ namespace: 'Invoicing', steps: ['Pay', 'Charge'] });

/** The least that makes spans children of each other; in Lambda, the layer of OpenTelemetry brings its own. */
class Contexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  public active = () => this.#storage.getStore() ?? ROOT_CONTEXT;
  public with: ContextManager['with'] = (active, work, self, ...args) =>
    this.#storage.run(active, () => work.apply(self, args));
  public bind: ContextManager['bind'] = (_, target) => target;
  public enable = () => this;
  public disable = () => this;
}

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracer = provider.getTracer('invoicing');

beforeAll(() => context.setGlobalContextManager(new Contexts()));
afterAll(() => context.disable());
beforeEach(capture);
afterEach(() => {
  release();
  exporter.reset();
});

const pay = (work: () => unknown, given: Tracer = tracer) =>
  operation(catalogue, (_event, op) => op.step('Pay', work), { tracer: given })({}, {});
const stepsTold = () =>
  records()
    .flatMap(dataOf)
    .map(({ name }) => name)
    .filter((name) => /^(Pay|Charge)/.test(name));

test('steps are spans of OpenTelemetry, those inside of others their children', async () => {
  // WHEN
  const handler = operation(catalogue, (_event, op) => op.step('Pay', async () => op.step('Charge', () => 'charged')), {
    tracer,
  });
  expect(await handler({}, {})).toBe('charged');

  // THEN
  const [charge, pay, ...more] = exporter.getFinishedSpans();
  expect(more).toEqual([]);
  expect([charge.name, pay.name]).toEqual(['Charge', 'Pay']);
  expect(charge.parentSpanContext?.spanId).toBe(pay.spanContext().spanId);
  expect(charge.status.code).toBe(SpanStatusCode.UNSET);
  expect(stepsTold()).toEqual(['ChargeSucceeded', 'ChargeDuration', 'PaySucceeded', 'PayDuration']);
});

test('a step that fails is a span that fails, with the exception', async () => {
  // GIVEN
  const fault = new RangeError('no money');

  // WHEN
  await expect(pay(() => Promise.reject(fault))).rejects.toBe(fault);

  // THEN
  const [span] = exporter.getFinishedSpans();
  expect(span.status.code).toBe(SpanStatusCode.ERROR);
  expect(span.events).toMatchObject([{ name: 'exception', attributes: { 'exception.type': 'RangeError' } }]);
  expect(stepsTold()).toEqual(['PayFailed', 'PayDuration']);
});

test.each<[string, Tracer]>([
  [
    'does not start',
    {
      startActiveSpan: () => {
        throw new Error('no');
      },
    },
  ],
  ['does not run the step', { startActiveSpan: () => undefined as never }],
  [
    'runs the step twice',
    {
      startActiveSpan: (_name, work) => {
        work({ recordException() {}, setStatus() {}, end() {} });
        return work({ recordException() {}, setStatus() {}, end() {} });
      },
    },
  ],
  [
    'runs the step later as well',
    {
      startActiveSpan: (_name, work) => {
        queueMicrotask(() => work({ recordException() {}, setStatus() {}, end() {} }));
        return undefined as never;
      },
    },
  ],
  [
    'fails after it has run the step',
    {
      startActiveSpan: (_name, work) => {
        work({ recordException() {}, setStatus() {}, end() {} });
        throw new Error('no');
      },
    },
  ],
  [
    'has spans that fail',
    {
      startActiveSpan: (_name, work) => {
        const fail = () => {
          throw new Error('no');
        };
        return work({ recordException: fail, setStatus: fail, end: fail });
      },
    },
  ],
])('a tracer that %s does not disturb the step, which runs once', async (_, broken) => {
  const work = jest.fn(() => 'paid');
  expect(await pay(work, broken)).toBe('paid');
  const fault = new Error('refused');
  await expect(pay(() => Promise.reject(fault), broken)).rejects.toBe(fault);
  expect(work).toHaveBeenCalledTimes(1);
  expect(stepsTold()).toEqual(['PaySucceeded', 'PayDuration', 'PayFailed', 'PayDuration']);
});
