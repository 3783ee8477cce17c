import { failureOf } from '../../../../lambda/shared/aws/errors';
import { Permanent, reasonOf, Transient } from '../../../../lambda/shared/failure';
import { identity, parseMessage } from '../../../../lambda/shared/parsing/parse-message';
import { deliveriesOf } from '../../../../lib/contracts/notifier-table';
import { Bench } from '../../support/bench';
import { arnOf } from '../../support/payloads/payload';
import { changeAt, LEVELS, published, START, through } from '../../support/scenario';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
beforeEach(() => {
  bench.clear();
  bench.clock = START + 2000;
});
afterAll(() => bench.stop());

/** What a server may repeat of a request: a part of a token. */
const SECRET = 'xoxb-4711-s3cret';
const ALARM = changeAt(0, 'ALARM');
const everything = () =>
  JSON.stringify([
    bench.logs,
    bench.aws.deadLetters.map(({ channel, reason }) => [channel, reason]),
    bench.aws.entriesOf(deliveriesOf(parseMessage(ALARM, { id: '', sentAt: START }).id)),
  ]);

describe.each([
  [403, 'AccessDeniedException'],
  [500, 'InternalServerError'],
])('what AWS writes with HTTP %i', (status, type) => {
  test.each(['GetItem', 'PutItem', 'GetSecretValue', 'Publish', 'CreateSchedule', 'DescribeAlarms'])(
    '%s: is in no log and no dead letter, its name is',
    async (action) => {
      bench.aws.fault = (asked) => (asked === action ? { status, type, message: `denied for ${SECRET}` } : undefined);
      await through(bench, ALARM);
      await through(bench, '{"vigil":"check"}');
      await bench
        .answers()
        .handle({ requestContext: { http: { method: 'GET' } }, rawQueryString: '', isBase64Encoded: false });

      expect(everything()).not.toContain(SECRET);
      expect(everything()).toContain(`${action}: ${type} (HTTP ${status})`);
    },
  );
});

test('the name of an error is a word, or is left out', () => {
  const failure = failureOf('PutItem', Object.assign(new Error('x'), { name: `Denied: ${SECRET}` }));

  expect(failure.message).toBe('PutItem: Error, no answer');
});

test('any other error has its name and where it was thrown', () => {
  const parsing = (): unknown => {
    try {
      return JSON.parse(`{"token": ${SECRET}`);
    } catch (error) {
      return error;
    }
  };

  expect(reasonOf(parsing())).toMatch(/^An error of the function: SyntaxError at foreign-answers\.test\.ts:\d+:\d+$/);
  expect(reasonOf(SECRET)).toBe('An error of the function: what was thrown is no error');
  expect(reasonOf(Object.assign(new Error(SECRET), { name: SECRET, stack: SECRET }))).toBe(
    'An error of the function: Error',
  );
  expect([reasonOf(new Permanent('HTTP 404')), reasonOf(new Transient('HTTP 503'))]).toEqual(['HTTP 404', 'HTTP 503']);
});

describe('a command', () => {
  const subject = identity(arnOf('Shop/Orders/QueueStuck'));
  const COMMANDS = [
    { vigil: 'acknowledge', subject, startedAt: START, by: 'Mallory', at: START },
    { vigil: 'release', subject, startedAt: START, by: 'Mallory', at: START },
    { vigil: 'expire', subject, startedAt: START, by: 'Ada', at: START },
    { vigil: 'update', subject, startedAt: START, by: 'Mallory', at: START, cause: 'x' },
    { vigil: 'escalate', subject, startedAt: START, level: 3 },
    { vigil: 'digest', time: '2026-08-24T08:00:00Z' },
    { vigil: 'check' },
  ];

  test.each(COMMANDS)('$vigil that comes by any other queue is a message like any other', async (command) => {
    await through(bench, ALARM);
    const body = JSON.stringify(command);
    for (const queue of ['alarms', 'urgent', 'elsewhere']) {
      await bench.deliver(bench.incidents(LEVELS), body, 1, undefined, undefined, queue);
    }

    const texts = published(bench).slice(1);
    expect(texts.filter((line) => /ACK|UPDATE|L[23]|OPEN|Recovered/.test(line))).toEqual([]);
    expect(bench.aws.entriesOf(`incident#${subject}`)['timeline']?.['handled']).toBeUndefined();
  });

  test('of the incident API that the table does not confirm acknowledges nothing', async () => {
    await through(bench, ALARM);
    await through(bench, JSON.stringify(COMMANDS[0]));

    expect(published(bench)).toHaveLength(1);
    expect(bench.aws.entriesOf(`incident#${subject}`)['timeline']?.['handled']).toBeUndefined();
  });
});
