import { gzipSync } from 'node:zlib';
import type { CheckResult, HealthCheck } from '../../lib/contracts/health-checks';
import type { Network } from '../../lib/probes/network/network';
import { runCheck } from '../../lib/probes/run-check';
import { type Certificate, certificate } from './support/certificates';
import { dependencies, httpCheck, networkWith } from './support/checks';
import { closedPort, closeServers, httpServer, httpsServer, tcpServer } from './support/servers';

const NAMES = { 'shop.test': ['127.0.0.1'], 'six.test': ['::1'], 'other.test': ['127.0.0.1'] };

let valid: Certificate;
let expired: Certificate;
let foreign: Certificate;
let network: Network;

beforeAll(async () => {
  valid = await certificate('shop.test', 20);
  expired = await certificate('shop.test', -2);
  foreign = await certificate('elsewhere.test', 20);
  network = networkWith(NAMES, { authorities: [valid.cert, expired.cert, foreign.cert] });
});
afterAll(closeServers);

const run = (check: HealthCheck): Promise<CheckResult> => runCheck(check, dependencies(), network);
const messages = ({ violations }: CheckResult) => violations.map(({ code, message }) => `${code}: ${message}`);

describe('a check of HTTP', () => {
  test('a server that answers is fine, with status, latency and time', async () => {
    const port = await httpServer((_, response) => response.end('ok'));
    const before = Date.now();

    const result = await run(httpCheck(`http://shop.test:${port}/`));

    expect(result).toMatchObject({ name: 'orders', ok: true, violations: [], status: 200 });
    expect(result.latencyMs).toBeLessThan(5000);
    expect(result.at).toBeGreaterThanOrEqual(before);
    expect(result.certificateDays).toBeUndefined();
  });

  test('a status other than 2XX is named', async () => {
    const port = await httpServer((_, response) => response.writeHead(503).end('secret words'));

    expect(messages(await run(httpCheck(`http://shop.test:${port}/`)))).toEqual(['status: the status is not 2XX: 503']);
  });

  test('a server that never answers takes as long as its limit', async () => {
    const port = await httpServer(() => {});

    const result = await run(httpCheck(`http://shop.test:${port}/`, { timeoutMs: 200 }));

    expect(messages(result)).toEqual(['timeout: no answer in time: 200 ms']);
    expect(result.latencyMs).toBe(200);
  });

  test('neither may a body go on for ever', async () => {
    const port = await httpServer((_, response) => {
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    });

    expect(messages(await run(httpCheck(`http://shop.test:${port}/`, { timeoutMs: 200 })))).toEqual([
      'timeout: no answer in time: 200 ms',
    ]);
  });

  test('a slow answer is no failure of one run: its latency is measured', async () => {
    const port = await httpServer((_, response) => setTimeout(() => response.end(), 150));

    const result = await run(httpCheck(`http://shop.test:${port}/`, { latencyLimitMs: 50 }));

    expect(result.ok).toBe(true);
    expect(result.latencyMs).toBeGreaterThanOrEqual(145);
  });

  test.each([
    ['before an answer', ''],
    ['within the body', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart'],
  ])('a connection that is reset %s', async (_, sent) => {
    const port = await tcpServer((socket) => {
      socket.once('data', () => socket.write(sent, () => setTimeout(() => socket.resetAndDestroy(), 20)));
    });

    expect(messages(await run(httpCheck(`http://shop.test:${port}/`)))).toEqual(['reset: the connection was reset']);
  });

  test('nothing listens', async () => {
    expect(messages(await run(httpCheck(`http://shop.test:${await closedPort()}/`)))).toEqual([
      'refused: the connection was refused',
    ]);
  });

  test('a name that does not exist', async () => {
    expect(messages(await run(httpCheck('http://missing.test/')))).toEqual([
      'dns: the name cannot be resolved: it does not exist',
    ]);
  });

  test('what is not HTTP', async () => {
    const port = await tcpServer((socket) => socket.end('220 mail.test ESMTP\r\n'));

    expect(messages(await run(httpCheck(`http://shop.test:${port}/`)))).toEqual([
      'invalid_answer: the answer is not valid HTTP',
    ]);
  });

  test('headers that are too large', async () => {
    const port = await httpServer((_, response) => response.setHeader('x-long', 'x'.repeat(20_000)).end());

    expect(messages(await run(httpCheck(`http://shop.test:${port}/`)))).toEqual([
      'headers_too_large: the headers of the answer are too large',
    ]);
  });

  test('a body of more than 1 MB is an error where it is looked at, also compressed', async () => {
    const huge = 'x'.repeat(2 ** 20 + 1);
    const port = await httpServer(({ url }, response) => {
      if (url === '/gzip') response.setHeader('content-encoding', 'gzip').end(gzipSync(huge));
      else response.end(huge);
    });
    const looked = { matchers: [{ matcher: 'non_empty' }] } as const;

    for (const path of ['/', '/gzip']) {
      expect(messages(await run(httpCheck(`http://shop.test:${port}${path}`, looked)))).toEqual([
        'body_too_large: the body of the answer is too large: more than 1048576 bytes',
      ]);
    }
    expect((await run(httpCheck(`http://shop.test:${port}/`))).ok).toBe(true);
  });

  test('a server on IPv6 only', async () => {
    const port = await httpServer((_, response) => response.end(), '::1');
    const conditions = ['[IP] == ::1'];

    expect(await run(httpCheck(`http://six.test:${port}/`, { conditions }))).toMatchObject({ ok: true });
    expect(await run(httpCheck(`http://[::1]:${port}/`, { conditions }))).toMatchObject({ ok: true });
  });

  test('method, headers, payload and the value of a secret are sent, and no secret is in the result', async () => {
    let received = '';
    const port = await httpServer((request, response) => {
      request.setEncoding('utf8').on('data', (chunk) => {
        received = `${request.method} ${request.headers.authorization} ${request.headers['content-type']} ${chunk}`;
      });
      request.on('end', () => response.writeHead(401).end('s3cret'));
    });

    const result = await run(
      httpCheck(`http://shop.test:${port}/`, {
        method: 'POST',
        headers: { authorization: { secret: 'orders/token', prefix: 'Bearer ' } },
        payload: { ids: [1] },
      }),
    );

    expect(received).toBe('POST Bearer s3cret application/json {"ids":[1]}');
    expect(JSON.stringify(result)).not.toContain('s3cret');
  });

  test('a secret that cannot be read', async () => {
    const secret = () => Promise.reject(new Error('AccessDenied: s3cret'));
    const check = httpCheck('http://shop.test/', { headers: { authorization: { secret: 'orders/token' } } });

    expect(messages(await runCheck(check, dependencies({ secret }), network))).toEqual([
      'secret: a secret cannot be read: orders/token',
    ]);
  });
});

describe('redirects', () => {
  test('are followed, with a GET after a POST', async () => {
    const requests: string[] = [];
    const port = await httpServer(({ method, url }, response) => {
      requests.push(`${method} ${url}`);
      if (url === '/') response.writeHead(302, { location: '/new' }).end();
      else response.end();
    });

    expect((await run(httpCheck(`http://shop.test:${port}/`, { method: 'POST', payload: 'x' }))).ok).toBe(true);
    expect(requests).toEqual(['POST /', 'GET /new']);
  });

  test('in a circle end at the limit', async () => {
    const port = await httpServer((_, response) => response.writeHead(302, { location: '/' }).end());

    expect(messages(await run(httpCheck(`http://shop.test:${port}/`, { redirects: 3 })))).toEqual([
      'redirect_limit: too many redirects: more than 3',
    ]);
  });

  test('are the answer where none is followed', async () => {
    const port = await httpServer((_, response) => response.writeHead(302, { location: '/new' }).end());
    const matched = { redirects: 0, matchers: [], conditions: ['[STATUS] == 302'] };

    expect((await run(httpCheck(`http://shop.test:${port}/`, matched))).ok).toBe(true);
  });

  test('take no secret to another server', async () => {
    let received: string | undefined = 'nothing';
    const other = await httpServer((request, response) => {
      received = request.headers.authorization;
      response.end();
    });
    const port = await httpServer((_, response) =>
      response.writeHead(307, { location: `http://other.test:${other}/` }).end(),
    );

    await run(httpCheck(`http://shop.test:${port}/`, { headers: { authorization: { secret: 'orders/token' } } }));

    expect(received).toBeUndefined();
  });
});

describe('TLS', () => {
  const answer = (_: unknown, response: { end: () => unknown }) => response.end();

  test('the days of the certificate are in the result', async () => {
    const port = await httpsServer(valid, answer);

    expect(await run(httpCheck(`https://shop.test:${port}/`))).toMatchObject({ ok: true, certificateDays: 20 });
  });

  test('a certificate that expires soon', async () => {
    const port = await httpsServer(valid, answer);
    const matchers = [{ matcher: 'certificate', certificateDays: 30 }] as const;

    expect(messages(await run(httpCheck(`https://shop.test:${port}/`, { matchers })))).toEqual([
      'certificate_days: the certificate expires soon: in 20 days, of at least 30',
    ]);
  });

  test('an expired certificate, one for another host, and one that nobody trusts', async () => {
    const late = await httpsServer(expired, answer);
    const wrong = await httpsServer(foreign, answer);
    const unknown = await httpsServer(await certificate('shop.test', 20), answer);

    expect(messages(await run(httpCheck(`https://shop.test:${late}/`)))).toEqual([
      'certificate_expired: the certificate has expired',
    ]);
    expect(messages(await run(httpCheck(`https://shop.test:${wrong}/`)))).toEqual([
      'certificate_host: the certificate is for another host',
    ]);
    expect(messages(await run(httpCheck(`https://shop.test:${unknown}/`)))).toEqual([
      'certificate_untrusted: the certificate is not trusted: it is self-signed, or its root is not known',
    ]);
  });

  test('a server without TLS', async () => {
    const port = await httpServer(answer);

    expect(messages(await run(httpCheck(`https://shop.test:${port}/`)))).toEqual(['tls: the TLS handshake failed']);
  });
});
