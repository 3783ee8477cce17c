import { type LogEvent, operation } from '../../../lambda/runtime';
import { defineMetrics } from '../../../lib/catalogue';
import * as events from './events';
import { capture, logs, release } from './standard-output';

const catalogue = defineMetrics({ namespace: 'Invoicing' });

beforeEach(capture);
afterEach(release);

async function logged(event: LogEvent) {
  await operation(catalogue, (_event, op) => op.log.event(event))(events.http2, { awsRequestId: 'r-1' });
  return logs();
}

test.each<[string, LogEvent]>([
  ['INFO', { event: 'partner-operation', action: 'listJobs', partner: 'acme', success: true, durationMs: 12 }],
  ['ERROR', { event: 'partner-operation', action: 'listJobs', partner: 'acme', success: false }],
  ['INFO', { event: 'assignment', jobId: 'j-1', partner: 'acme', userId: 'u-1', success: true }],
  ['ERROR', { event: 'sync', partner: 'acme', customerId: 'k-1', success: false, consecutiveFailures: 5 }],
  ['INFO', { event: 'data-processing', stage: 'import', success: true, context: { rows: 12 } }],
  ['INFO', { event: 'performance', action: 'render', durationMs: 3 }],
])('at %s: %j', async (level, event) => {
  expect(await logged(event)).toEqual([
    expect.objectContaining({ ...event, level, message: event.event, requestId: 'r-1', correlationId: 'c-http2' }),
  ]);
});

test('an error comes with its stack and what it happened in', async () => {
  const error = new RangeError('too far');
  expect(await logged({ event: 'error', error, context: { customerId: 'k-1' } })).toMatchObject([
    {
      level: 'ERROR',
      message: 'error',
      error: { name: 'RangeError', message: 'too far', stack: expect.stringContaining('log-events') },
      context: { customerId: 'k-1' },
    },
  ]);
});

test('secrets are hidden in events as well', async () => {
  const event: LogEvent = { event: 'data-processing', stage: 'import', success: true, context: { apiKey: 'k' } };
  expect(await logged(event)).toMatchObject([{ context: { apiKey: '[redacted]' } }]);
});

test('an event that is none does not fail who logs it', async () => {
  expect(await logged(undefined as never)).toMatchObject([{ level: 'INFO', message: 'undefined' }]);
});

test.each<[string, unknown]>([
  ['whose name is a symbol', { event: Symbol('s'), success: true }],
  [
    'that cannot be read',
    {
      get success() {
        throw new Error('no');
      },
    },
  ],
])('an event %s does not fail who logs it', async (_, event) => {
  expect(await logged(event as never)).toMatchObject([{ requestId: 'r-1' }]);
});
