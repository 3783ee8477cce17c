import type { CheckStep, CheckTarget, HealthCheck } from '../../lib/contracts/health-checks';
import { runCheck } from '../../lib/probes/run-check';
import { type Certificate, certificate } from './support/certificates';
import { dependencies, networkWith, SETTINGS } from './support/checks';
import { nameServer } from './support/name-server';
import { closedPort, closeServers, httpServer, httpsServer, tcpServer } from './support/servers';

const DAY_MS = 86_400_000;
const ANY = { matchers: [], conditions: [] };
const checkOf = (target: CheckTarget): HealthCheck => ({ ...SETTINGS, ...target });

let valid: Certificate;
let expired: Certificate;
let network: ReturnType<typeof networkWith>;
let names: Awaited<ReturnType<typeof nameServer>>;

beforeAll(async () => {
  valid = await certificate('mail.test', 20);
  expired = await certificate('mail.test', -2);
  network = networkWith({ 'mail.test': ['127.0.0.1'] }, { authorities: [valid.cert, expired.cert] });
  names = await nameServer({
    'shop.test A': [{ type: 'A', name: 'shop.test', data: '192.0.2.7' }],
    'shop.test MX': [{ type: 'MX', name: 'shop.test', data: { preference: 10, exchange: 'mail.test' } }],
    'shop.test TXT': [{ type: 'TXT', name: 'shop.test', data: ['v=spf1', ' -all'] }],
    'silent.test A': undefined,
  });
});
afterAll(async () => {
  names.close();
  await closeServers();
});

async function run(target: CheckTarget, changes: Parameters<typeof dependencies>[0] = {}) {
  const result = await runCheck(checkOf(target), dependencies(changes), network);
  return { ...result, messages: result.violations.map(({ code, message }) => `${code}: ${message}`) };
}

describe('tcp', () => {
  const tcp = (port: number, conditions: string[] = []) =>
    ({ type: 'tcp', host: 'mail.test', port, matchers: [], conditions }) as const;

  test('a port that is open, and one that is not', async () => {
    expect(await run(tcp(await tcpServer(() => {})))).toMatchObject({ ok: true, messages: [] });
    expect((await run(tcp(await closedPort()))).messages).toEqual(['refused: the connection was refused']);
  });

  test('a port may have to be closed', async () => {
    const closed = ['[CONNECTED] == false'];

    expect((await run(tcp(await closedPort(), closed))).ok).toBe(true);
    expect((await run(tcp(await tcpServer(() => {}), closed))).messages).toEqual([
      'condition: a condition does not hold: [CONNECTED] == false (true)',
    ]);
  });
});

describe('tls', () => {
  const tls = (port: number, certificateDays = 14) =>
    ({
      type: 'tls',
      host: 'mail.test',
      port,
      matchers: [{ matcher: 'certificate', certificateDays }],
      conditions: [],
    }) as const;

  test('a certificate that is valid for long enough, or not', async () => {
    const port = await httpsServer(valid, () => {});

    expect(await run(tls(port))).toMatchObject({ ok: true, certificateDays: 20 });
    expect((await run(tls(port, 30))).messages).toEqual([
      'certificate_days: the certificate expires soon: in 20 days, of at least 30',
    ]);
  });

  test('one that has expired is one violation, with its days', async () => {
    expect(await run(tls(await httpsServer(expired, () => {})))).toMatchObject({
      certificateDays: -2,
      messages: ['certificate_expired: the certificate has expired'],
    });
  });

  test('a server that closes the connection', async () => {
    expect((await run(tls(await tcpServer((socket) => socket.destroy())))).messages).toEqual([
      'reset: the connection was reset',
    ]);
  });
});

describe('dns', () => {
  const dns = (hostname: string, record: 'A' | 'AAAA' | 'MX' | 'TXT', conditions: string[] = []) =>
    ({ type: 'dns', hostname, record, server: names.server, matchers: [], conditions }) as const;

  test.each([
    ['A', '192.0.2.7'],
    ['MX', '10 mail.test'],
    ['TXT', 'v=spf1 -all'],
  ] as const)('the %s record', async (record, text) => {
    expect(await run(dns('shop.test', record, [`[BODY] == ${text}`, '[DNS_RCODE] == NOERROR']))).toMatchObject({
      ok: true,
    });
  });

  test('a name, or a record, that does not exist', async () => {
    expect((await run(dns('gone.test', 'A'))).messages).toEqual(['dns: the name cannot be resolved: NXDOMAIN']);
    expect((await run(dns('shop.test', 'AAAA'))).messages).toEqual([
      'dns: the name cannot be resolved: it has no AAAA record',
    ]);
    expect((await run(dns('gone.test', 'A', ['[DNS_RCODE] == NXDOMAIN']))).ok).toBe(true);
  });

  test('a name server that does not answer', async () => {
    const check = { ...checkOf(dns('silent.test', 'A')), timeoutMs: 200 };
    const { violations, latencyMs } = await runCheck(check, dependencies(), network);

    expect(violations).toEqual([{ code: 'timeout', message: 'no answer in time: 200 ms' }]);
    expect(latencyMs).toBe(200);
  });
});

describe('domain', () => {
  test('the registration is asked for at the registry of its top-level domain, and kept', async () => {
    // GIVEN a registry in which domains have three labels
    const requests: string[] = [];
    const expires = new Date(Date.now() + 40.5 * DAY_MS).toISOString();
    const port = await httpServer(({ url }, response) => {
      requests.push(`${url}`);
      if (url === '/dns.json') response.end(JSON.stringify({ services: [[['test'], [`http://127.0.0.1:${port}/`]]] }));
      else if (url === '/domain/shop.co.test')
        response.end(JSON.stringify({ events: [{ eventAction: 'expiration', eventDate: expires }] }));
      else response.writeHead(404).end();
    });
    network = { ...network, registries: `http://127.0.0.1:${port}/dns.json` };

    // THEN
    const domain = (domainDays: number) => ({ type: 'domain', domain: 'www.shop.co.test', domainDays }) as const;
    expect(await run(domain(30))).toMatchObject({ ok: true, domainDays: 40 });
    expect((await run(domain(60))).messages).toEqual([
      'domain_days: the domain expires soon: in 40 days, of at least 60',
    ]);
    expect(requests).toEqual(['/dns.json', '/domain/co.test', '/domain/shop.co.test']);
    expect((await run({ type: 'domain', domain: 'gone.test', domainDays: 30 })).messages).toEqual([
      'domain_unknown: the registry does not say when the domain expires',
    ]);
    expect((await run({ type: 'domain', domain: 'shop.none', domainDays: 30 })).messages).toEqual([
      'domain_unknown: the registry does not say when the domain expires: .none has no RDAP server',
    ]);
  });
});

describe('heartbeat', () => {
  const heartbeat = { type: 'heartbeat', maxAgeSeconds: 3600 } as const;
  const now = () => 10_000_000;

  test.each([
    ['in time', { at: now() - 3_600_000, since: 0 }, []],
    [
      'too old',
      { at: now() - 3_601_000, since: 0 },
      ['heartbeat: the heartbeat is missing: the last came 3601 s ago, at most 3600 s are allowed'],
    ],
    ['none yet', { since: now() - 60_000 }, []],
    [
      'none ever',
      { since: now() - 7_200_000 },
      ['heartbeat: the heartbeat is missing: none for 7200 s, at most 3600 s are allowed'],
    ],
  ])('%s', async (_, last, messages) => {
    expect((await run(heartbeat, { now, heartbeat: async () => last })).messages).toEqual(messages);
  });
});

describe('function', () => {
  const target = (conditions: string[] = []) =>
    ({
      type: 'function',
      function: 'orders-health',
      payload: { deep: true },
      matchers: [{ matcher: 'status_code' }],
      conditions,
    }) as const;
  const answering = (value: unknown, error?: string) => ({
    invoke: async () => ({ body: JSON.stringify(value), error }),
  });

  test('what it returns is the answer', async () => {
    const conditions = ['[BODY].queue < 10'];

    expect((await run(target(conditions), answering({ queue: 3 }))).ok).toBe(true);
    expect((await run(target(conditions), answering({ queue: 30 }))).messages).toEqual([
      'condition: a condition does not hold: [BODY].queue < 10',
    ]);
  });

  test('an answer of HTTP has its status', async () => {
    const unhealthy = { statusCode: 503, body: '{"status":"unhealthy"}' };

    expect((await run(target(['[BODY].status == unhealthy']), answering(unhealthy))).messages).toEqual([
      'status: the status is not 2XX: 503',
    ]);
  });

  test('one that says why it is not well: in its own words, which end up in the alert', async () => {
    const down = { statusCode: 503, reason: 'acme: HTTP 503,\nglobex: timed out' };

    expect((await run(target(), answering(down))).messages).toEqual([
      'function: the function failed: acme: HTTP 503, globex: timed out',
    ]);
    expect((await run(target(), answering({ ...down, statusCode: 200 }))).ok).toBe(true);
  });

  test('one that throws', async () => {
    expect((await run(target(), answering({ errorMessage: 's3cret' }, 'Unhandled'))).messages).toEqual([
      'function: the function failed: Unhandled',
    ]);
  });
});

describe('steps', () => {
  const step = (url: string, changes: Partial<CheckStep> = {}): CheckStep => ({
    name: 'step',
    url,
    method: 'GET',
    headers: {},
    redirects: 10,
    store: {},
    alwaysRun: false,
    ...ANY,
    matchers: [{ matcher: 'status_code' }],
    ...changes,
  });

  async function shop() {
    const requests: string[] = [];
    const port = await httpServer((request, response) => {
      let received = '';
      request.on('data', (chunk) => {
        received += chunk;
      });
      request.on('end', () => {
        const { method, url, headers } = request;
        requests.push(`${method} ${url} ${headers.authorization ?? ''}${received}`);
        if (url === '/login') response.end('{"token":"t/1","user":{"id":7}}');
        else if (url?.startsWith('/broken')) response.writeHead(500).end();
        else response.end('{"id":7}');
      });
    });
    return { requests, url: (path: string) => `http://127.0.0.1:${port}${path}` };
  }

  test('values of an answer are used in URL, headers, payload and conditions of the next', async () => {
    const { requests, url } = await shop();

    const result = await run({
      type: 'steps',
      steps: [
        step(url('/login'), { store: { token: '[BODY].token', user: '[BODY].user.id' } }),
        step(url('/users/[CONTEXT].token'), {
          method: 'POST',
          headers: { authorization: 'Bearer [CONTEXT].token' },
          payload: { id: '[CONTEXT].user', text: 'user [CONTEXT].user' },
          conditions: ['[BODY].id == [CONTEXT].user'],
        }),
      ],
    });

    expect(result).toMatchObject({ ok: true, messages: [], status: 200 });
    expect(requests).toEqual(['GET /login ', 'POST /users/t%2F1 Bearer t/1{"id":7,"text":"user 7"}']);
  });

  test('after a step that fails, only those run that always do', async () => {
    const { requests, url } = await shop();

    const { violations } = await run({
      type: 'steps',
      steps: [
        step(url('/login')),
        step(url('/broken'), { name: 'order' }),
        step(url('/never')),
        step(url('/clean'), { alwaysRun: true }),
      ],
    });

    expect(violations).toEqual([{ code: 'status', message: 'the status is not 2XX: 500', step: 'order' }]);
    expect(requests).toEqual(['GET /login ', 'GET /broken ', 'GET /clean ']);
  });

  test('a value that an answer does not have', async () => {
    const { url } = await shop();
    const { violations } = await run({
      type: 'steps',
      steps: [step(url('/login'), { store: { token: '[BODY].key' } })],
    });

    expect(violations).toEqual([{ code: 'store', message: 'a value for later steps is missing: token', step: 'step' }]);
  });

  test('the time limit is that of all steps', async () => {
    const port = await httpServer((_, response) => setTimeout(() => response.end(), 150));
    const check = {
      ...checkOf({ type: 'steps', steps: Array.from({ length: 10 }, () => step(`http://127.0.0.1:${port}/`)) }),
      timeoutMs: 400,
    };

    expect((await runCheck(check, dependencies(), network)).violations).toMatchObject([{ code: 'timeout' }]);
  });
});
