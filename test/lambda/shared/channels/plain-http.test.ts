import { Bench, CHANNELS } from '../../support/bench';
import { changeAt, START } from '../../support/scenario';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
beforeEach(() => {
  bench.clear();
  bench.clock = START + 2000;
});
afterAll(() => bench.stop());

/** A server on loopback by a name that does not say so. */
const elsewhere = () => bench.chat.url.replace('127.0.0.1', '[::ffff:127.0.0.1]');
const only = (id: string) => CHANNELS.filter((channel) => channel.id === id);
const deliver = (channels: typeof CHANNELS) => bench.deliver(bench.notifier(channels), changeAt(0, 'ALARM'));
const signingKey = `whsec_${Buffer.from('very-secret-key').toString('base64')}`;

test.each([
  ['hook', 'slack-hook', '/services/T000/B000/very-secret-part'],
  ['discord', 'discord', '/discord/very-secret-part'],
  ['webhook', 'webhook', '/webhook/very-secret-part'],
])(
  '%s: nothing is sent to a plain http: address, and the dead letter has the reason without it',
  async (id, secret, path) => {
    for (const scheme of ['http:', 'HTTP:', ' http:']) {
      bench.aws.secrets.set(secret, JSON.stringify({ url: elsewhere().replace('http:', scheme) + path, signingKey }));
      await deliver(only(id));
      bench.clock += 1000;
    }

    expect(bench.chat.requests).toEqual([]);
    expect(bench.aws.deadLetters.map(({ reason }) => reason)).toEqual([
      'The secret holds an http: address, which everybody on the way can read. Use https:.',
    ]);
    expect(JSON.stringify(bench.logs)).not.toContain('very-secret');
  },
);

test.each(['http://localhost@192.0.2.1/x', 'http://localhost:80@192.0.2.1/x', 'http://127.0.0.1.example.com/x'])(
  '%s is not on this host',
  async (url) => {
    bench.aws.secrets.set('slack-hook', url);
    await deliver(only('hook'));

    expect(bench.aws.deadLetters[0]?.reason).toContain('http: address');
  },
);

test('a webhook with the option for it is sent to one', async () => {
  const url = `${elsewhere()}/webhook/very-secret-part`;
  bench.aws.secrets.set('webhook', JSON.stringify({ url, signingKey }));

  await deliver(only('webhook').map((channel) => ({ ...channel, allowHttp: true })));

  expect(bench.chat.shown.get('/webhook/very-secret-part')).toHaveLength(1);
  expect(bench.aws.deadLetters).toEqual([]);
});
