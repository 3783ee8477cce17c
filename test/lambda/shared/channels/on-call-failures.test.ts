import { Bench, ON_CALL } from '../../support/bench';
import type { ChatFault } from '../../support/loopback-server';
import { changeAt, START } from '../../support/scenario';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
beforeEach(() => {
  bench.clear();
  bench.clock = START + 2000;
});
afterEach(() => expect(bench.onCall.problems).toEqual([]));
afterAll(() => bench.stop());

const only = (id: string) => ON_CALL.filter((channel) => channel.id === id);

describe.each(['pagerDuty', 'opsgenie'] as const)('%s: changes that overtake each other on their way', (id) => {
  /** The first request about a change leaves once other functions have sent a newer one. */
  const overtakenBy = (newer: string) => {
    let left = 1;
    bench.through = (surroundings) => ({
      ...surroundings,
      fetch: async (...request) => {
        if (left-- > 0) await bench.deliver(bench.notifier(only(id)), newer);
        return surroundings.fetch(...request);
      },
    });
    return bench.notifier(only(id));
  };
  /** Requests from the n-th on do not succeed. */
  const failFrom = (first: number, faults: () => ChatFault | undefined) => {
    let count = 0;
    bench.onCall.fault = () => (++count >= first ? faults() : undefined);
  };
  const statesOf = () => bench.onCall[id].map(({ state }) => state);

  test('an alarm that is over pages once, also where the answer to its end is lost', async () => {
    const faults: ChatFault[] = ['resetAfter'];
    failFrom(3, () => faults.pop());

    const { done } = await bench.deliver(overtakenBy(changeAt(20, 'OK')), changeAt(0, 'ALARM'));

    expect({ done, states: statesOf() }).toEqual({ done: true, states: ['closed'] });
  });

  test('an alarm that is over is closed by a later delivery', async () => {
    failFrom(3, () => ({ status: 503 }));
    const first = await bench.deliver(overtakenBy(changeAt(20, 'OK')), changeAt(0, 'ALARM'));
    bench.onCall.fault = () => undefined;
    bench.clock += 3_600_000;

    const second = await bench.deliver(bench.notifier(only(id)), changeAt(0, 'ALARM'), 2);

    expect([first, second, statesOf()]).toEqual([{ done: false }, { done: true }, ['closed']]);
  });

  test('an alarm that began again is opened by a later delivery of its recovery', async () => {
    await bench.deliver(bench.notifier(only(id)), changeAt(0, 'ALARM'));
    failFrom(3, () => ({ status: 503 }));
    const first = await bench.deliver(overtakenBy(changeAt(40, 'ALARM')), changeAt(20, 'OK'));
    bench.onCall.fault = () => undefined;
    bench.clock += 3_600_000;

    const second = await bench.deliver(bench.notifier(only(id)), changeAt(20, 'OK'), 2);

    expect([first, second, statesOf()]).toEqual([{ done: false }, { done: true }, ['closed', 'open']]);
  });
});

describe('what goes wrong', () => {
  const PATHS: Record<string, string> = { pagerDuty: '/v2/enqueue', opsgenie: '/v2/alerts', teams: '/workflows/' };
  const once = (fault: ChatFault) => {
    let left = 1;
    bench.onCall.fault = () => (left-- > 0 ? fault : undefined);
  };
  const deliver = (id: string, deliveries = 1) =>
    bench.deliver(bench.notifier(only(id)), changeAt(0, 'ALARM', { test: 'test-12345678' }), deliveries);

  test.each<[string, ChatFault]>([
    ['pagerDuty', { status: 429, headers: { 'retry-after': '1' } }],
    ['pagerDuty', { status: 500 }],
    ['pagerDuty', { status: 202, body: '<html>Sign in</html>' }],
    ['pagerDuty', { status: 200, body: '{}' }],
    ['opsgenie', { status: 429 }],
    ['opsgenie', { status: 503 }],
    ['opsgenie', { status: 200, body: '<html>Sign in</html>' }],
    ['teams', { status: 429, headers: { 'retry-after': '1' } }],
    ['teams', { status: 200, body: '<html>Sign in</html>' }],
    [
      'teams',
      {
        status: 200,
        body: 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429',
      },
    ],
  ])('%s: after %j it is sent again', async (id, fault) => {
    once(fault);

    expect(await deliver(id)).toEqual({ done: true });

    expect(bench.onCall.requests.map(({ path }) => path.startsWith(PATHS[id] as string))).toEqual([true, true]);
    expect(bench.aws.deadLetters).toEqual([]);
  });

  test.each<[string, ChatFault, RegExp]>([
    ['pagerDuty', { status: 400, body: '{"status":"invalid event"}' }, /custom_details|"links"/],
    ['opsgenie', { status: 422, body: '{"message":"Request body is not processable"}' }, /description|details/],
    ['teams', { status: 400, body: '{"error":{"code":"TriggerInputSchemaMismatch"}}' }, /Action.OpenUrl|"Container"/],
  ])('%s: a message that is refused for its form is sent in a plain form', async (id, fault, rich) => {
    once(fault);

    expect(await deliver(id)).toEqual({ done: true });

    const [refused, plain] = bench.onCall.requests.map(({ body }) => body);
    expect(refused).toMatch(rich);
    expect(plain).not.toMatch(rich);
    expect(plain).toContain('Nothing has taken a message for long.');
    expect(bench.aws.deadLetters).toEqual([]);
  });

  test.each(['pagerDuty', 'opsgenie', 'teams'])('%s: a key that was rotated works at once', async (id) => {
    const notifier = bench.notifier(only(id));
    await bench.deliver(notifier, changeAt(0, 'ALARM'));
    const secret = (only(id)[0] as { secret: string }).secret;
    const old = bench.aws.secrets.get(secret) as string;
    once({ status: id === 'pagerDuty' ? 400 : 401 });
    if (id === 'pagerDuty') bench.onCall.fault = () => (bench.onCall.requests.length < 3 ? { status: 400 } : undefined);
    bench.aws.secrets.set(secret, old.replace('R0Secret', 'R0Newkey'));

    expect(await bench.deliver(notifier, changeAt(20, 'OK'))).toEqual({ done: true });

    expect(bench.aws.calls.filter((call) => call === 'GetSecretValue')).toHaveLength(2);
    expect(bench.aws.deadLetters).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['pagerDuty', 'too-short', "The secret's 'routingKey' has not the form of one: 32 characters."],
    ['opsgenie', '{"key": "x"}', "The secret has no 'apiKey'."],
    [
      'teams',
      'https://acme.webhook.office.com/webhookb2/secret',
      'The secret holds the address of an Office 365 connector, which Microsoft ended: create a workflow.',
    ],
  ])('%s: a wrong secret is named', async (id, secret, reason) => {
    bench.aws.secrets.set((only(id)[0] as { secret: string }).secret, secret);

    await deliver(id);

    expect(bench.aws.deadLetters.map(({ reason: said }) => said)).toEqual([reason]);
    expect(bench.onCall.requests).toEqual([]);
  });

  test.each<[string, ChatFault]>([
    ['pagerDuty', { status: 400, body: '{"errors":["R0SecretSecretSecretSecretSecret is no key"]}' }],
    ['opsgenie', { status: 401, body: '{"message":"very-secret-api-key is not valid"}' }],
    ['teams', { status: 404, body: 'no workflow /workflows/very-secret-part' }],
    ['teams', { status: 500, body: 'very-secret-part' }],
  ])('%s: nothing of a foreign answer is in a log, the table or a dead letter', async (id, fault) => {
    bench.onCall.fault = () => fault;

    for (let count = 1; count <= 5; count++) await deliver(id, count);

    const reasons = bench.aws.deadLetters.map(({ reason }) => reason);
    expect(reasons).toHaveLength(1);
    const kept = JSON.stringify([bench.logs, reasons, bench.aws.entriesOf('change#test-12345678-ALARM')]);
    expect(kept).not.toMatch(/very-secret|R0Secret/);
  });
});
